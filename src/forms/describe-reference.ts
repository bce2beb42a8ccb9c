import {
  ExpressionError,
  evaluateTemplate,
  isReference,
  type JsonSchema,
  type JsonValue,
  RESERVED_ROOTS,
  type Scope,
} from '../engine/index.js';
import { type DataType, dataTypeOf, typeOfSchema } from '../ui/data-type.js';
import type { ReferenceSource } from './reference-source.js';
import { schemaAt } from './schema-at.js';

export interface ReferenceDescription {
  /** The raw text, like `{{step_1.user.email}}`. */
  readonly expression: string;
  /** The step's name; undefined where it isn't among the sources. */
  readonly source: string | undefined;
  /** What is taken from it, like `user.email`. */
  readonly field: string;
  readonly type: DataType;
  /** True where the root is no source and nothing that is always there. */
  readonly missing: boolean;
  /** The value it has with the samples. */
  readonly now?: JsonValue;
  /** Why it has none although there is a sample. */
  readonly problem?: string;
}

/** Says of an expression (without its braces) what people need to know about it. */
export function describeReference(
  expression: string,
  sources: readonly ReferenceSource[],
): ReferenceDescription {
  const text = `{{${expression}}}`;
  const [, root = '', rest = ''] = /^\s*([A-Za-z_]\w*)(.*)$/s.exec(expression) ?? [undefined, '', expression];
  const source = sources.find((candidate) => candidate.root === root);
  const described = {
    expression: text,
    source: source?.label,
    field: source ? rest.replace(/^\./, '').trim() : expression.trim(),
    missing: !source && root !== '' && !RESERVED_ROOTS.some((reserved) => reserved === root),
  };
  const sampled = source?.sample === undefined ? undefined : valueNow(text, sources);
  if (sampled && 'now' in sampled) return { ...described, ...sampled, type: dataTypeOf(sampled.now) };
  return { ...described, type: schemaType(text, source?.schema), ...sampled };
}

/** A template's value with the samples, or why it has none. */
export function valueNow(
  template: string,
  sources: readonly ReferenceSource[],
): { now: JsonValue } | { problem: string } | undefined {
  const scope: Scope = Object.fromEntries(sources.map(({ root, sample }) => [root, sample]));
  try {
    return { now: evaluateTemplate(template, scope) };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const isMissing = error.code === 'missing' || error.code === 'type';
    return isMissing && error.reference && hasSample(error.reference, sources)
      ? { problem: error.message }
      : undefined;
  }
}

function hasSample(reference: string, sources: readonly ReferenceSource[]): boolean {
  return sources.some(
    ({ root, sample }) => sample !== undefined && new RegExp(`^${root}\\b`).test(reference),
  );
}

function schemaType(text: string, schema: JsonSchema | undefined): DataType {
  const reference = isReference(text);
  if (!reference || !schema) return 'any';
  return typeOfSchema(schemaAt(schema, reference.path));
}
