import {
  type Definition,
  definitionSchema,
  type HttpRequestTemplate,
  httpMethodSchema,
  type JsonSchema,
  slugSchema,
  validateGraph,
} from '#engine';
import type { ConnectorDraft, DraftSlot, ImportResult } from './import-resources.js';
import type { InputSet } from './input-set.js';
import { cleanText } from './read-json-source.js';
import type { SecretFinder } from './secret-finder.js';

/** One request, ready to become a connector. */
interface RequestDraft {
  name: string;
  description: string;
  /** Of the place that the request goes to. */
  origin: URL;
  request: HttpRequestTemplate;
  inputs: InputSet;
  outputSchema?: JsonSchema | undefined;
  slots: DraftSlot[];
  notes: string[];
}

/** The drafts of one source. */
export interface DraftSet {
  isFull(): boolean;
  add(draft: RequestDraft): void;
  /** A note about the source; the same one is kept once. */
  note(sentence: string): void;
  result(): ImportResult;
}

/** More are no list that anybody reads. */
export const MAX_DRAFTS = 200;
/** A connector is saved in a body of a million bytes at most. */
const MAX_DRAFT_BYTES = 900_000;
/** All drafts of one answer together. */
const MAX_TOTAL_BYTES = 10_000_000;
const MAX_NOTES = 100;

export function createDraftSet(secrets: SecretFinder): DraftSet {
  const drafts: ConnectorDraft[] = [];
  const slugs = new Set<string>();
  const notes = new Set<string>();
  let bytes = 0;
  const note = (sentence: string) => {
    if (notes.size < MAX_NOTES) notes.add(secrets.scrub(sentence));
  };
  return {
    isFull: () => drafts.length >= MAX_DRAFTS || bytes >= MAX_TOTAL_BYTES,
    note,
    add(draft) {
      const name = toLine(secrets.scrub(draft.name), 200) || 'Request';
      const { definition, problem } = toDefinition(draft, name);
      const text = JSON.stringify([definition, draft.slots]);
      const size = Buffer.byteLength(text);
      // The last guard: whatever place of a source nobody thought of.
      const isLeak = secrets.leaks(text);
      const refusal = isLeak ? 'A secret stands in a place where it cannot be taken out.' : problem;
      if (refusal !== undefined || size > MAX_DRAFT_BYTES) {
        note(`${name} was left out: ${refusal ?? 'It is larger than a connector may be.'}`);
        return;
      }
      bytes += size;
      const slug = freeSlug(toSlug(name), slugs);
      slugs.add(slug);
      const description = cleanText(secrets.scrub(draft.description.slice(0, 2_000))).slice(0, 2_000);
      const told = [...new Set(draft.notes)].slice(0, MAX_NOTES).map((sentence) => secrets.scrub(sentence));
      drafts.push({ slug, name, description, definition, slots: draft.slots, notes: [...new Set(told)] });
    },
    result: () => ({ drafts, notes: [...notes] }),
  };
}

/** The definition, and in a sentence why it can't be one. */
function toDefinition(draft: RequestDraft, name: string): { definition: Definition; problem?: string } {
  const { request, origin, inputs, outputSchema, slots } = draft;
  const inputSchema = inputs.schema();
  const definition: Definition = {
    ...(inputSchema && { inputSchema }),
    ...(outputSchema && { outputSchema }),
    permissions: { hosts: [origin.host], methods: [request.method] },
    graph: { steps: [{ id: 'request', type: 'http', name, request }] },
  };
  const parsed = definitionSchema.safeParse(definition);
  // What zod and the engine say may quote the source; their sentences are scrubbed with the note.
  if (!parsed.success) return { definition, problem: parsed.error.issues[0]?.message ?? 'It does not fit.' };
  const problem = validateGraph(definition.graph, {
    inputSchema,
    permissions: definition.permissions,
    slots: slots.map(({ slot }) => slot),
  }).find(({ severity }) => severity === 'error');
  return { definition, ...(problem && { problem: problem.message }) };
}

/** The method as requests may have it; undefined for any other. */
export function toMethod(text: string): HttpRequestTemplate['method'] | undefined {
  return httpMethodSchema.options.find((method) => method === text.toUpperCase());
}

function toLine(text: string, length: number): string {
  return cleanText(text.slice(0, 1_000).replace(/\s+/g, ' ').trim().slice(0, length)).trim();
}

function toSlug(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const slug = words.join('-').slice(0, 56);
  const whole = slug.endsWith('-') ? slug.slice(0, -1) : slug;
  return slugSchema.safeParse(whole).success ? whole : `request-${whole}`.slice(0, 20).replace(/-$/, '');
}

function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  let count = 1;
  let free = slug;
  while (taken.has(free)) {
    count += 1;
    free = `${slug}-${count}`;
  }
  return free;
}
