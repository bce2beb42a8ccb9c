import { type Step, type StepId, stepReferences } from '../../engine/index.js';

/** One reading of a value by a step: `{{root.path}}` standing at `place`. */
export interface StepRead {
  root: string;
  path: readonly (string | number)[];
  place: string;
}

/** Roots that no wire comes from: they exist only inside a step. */
const innerRoots: ReadonlySet<string> = new Set([
  'workspace',
  'item',
  'index',
  'execution',
  'error',
  'response',
]);

/** Everything that a step reads from other steps and from the input, each pair of source and place once. */
export function readsOf(step: Step): StepRead[] {
  const reads: StepRead[] = [];
  const seen = new Set<string>();
  for (const { root, path, place } of stepReferences(step)) {
    if (innerRoots.has(root)) continue;
    const key = `${root}\n${JSON.stringify(path)}\n${place}`;
    if (seen.has(key)) continue;
    seen.add(key);
    reads.push({ root, path, place });
  }
  return reads;
}

/** What others read of one step: its fields by how many places read them; `''` is the whole output. */
export type FieldUses = Readonly<Record<string, number>>;

/** Counts, for each root, how often each of its top-level fields is read. */
export function countUses(reads: ReadonlyMap<StepId, readonly StepRead[]>): Map<string, FieldUses> {
  const uses = new Map<string, Record<string, number>>();
  for (const list of reads.values()) {
    for (const { root, path } of list) {
      const fields = uses.get(root) ?? {};
      const field = fieldOf(path);
      fields[field] = (fields[field] ?? 0) + 1;
      uses.set(root, fields);
    }
  }
  return uses;
}

/** The top-level field that a path goes through; `''` where it reads the whole value or an item of a list. */
export function fieldOf(path: readonly (string | number)[]): string {
  return typeof path[0] === 'string' ? path[0] : '';
}
