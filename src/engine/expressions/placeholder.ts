import type { ReferenceNode } from './ast.js';
import { ExpressionError } from './expression-error.js';

/** `{{workspace.<slot>}}` or `{{workspace.<slot>.<field>}}`: stands for a credential, and is no data. */
export interface Placeholder {
  slot: string;
  /** Absent: the credential's main field. */
  field?: string | undefined;
}

/** Gives the text for a placeholder. Only whoever builds a request has one; all other evaluation refuses placeholders. */
export type Secrets = (placeholder: Placeholder) => string;

/** The placeholder that a reference is, or undefined where it is none; functions are for the caller to rule out. */
export function readPlaceholder(
  reference: Pick<ReferenceNode, 'root' | 'path'> & { query?: unknown },
): Placeholder | undefined {
  const [slot, field, ...more] = reference.path;
  const isSingular = reference.query === undefined && more.length === 0;
  if (reference.root !== 'workspace' || !isSingular || typeof slot !== 'string') return undefined;
  return typeof field === 'number' ? undefined : { slot, field };
}

export function secretError({ text, start, end }: Pick<ReferenceNode, 'text' | 'start' | 'end'>) {
  return new ExpressionError(
    'secret_outside_request',
    `${text} is a credential: it only stands in a request, as {{workspace.slot}}, without functions and not in base64.`,
    { reference: text, position: { start, end } },
  );
}
