import type { DataType } from '../../ui/data-type.js';
import type { Accepts } from './node-rows.js';

/** A function that makes one type of data into another, as the user sees it and as it is written. */
export interface Conversion {
  id: 'first' | 'join' | 'count' | 'as_text' | 'as_json' | 'as_is';
  /** What stands behind the `|`; absent: the value as it is. */
  pipe?: string;
}

/** Whether data fits an input: as it is, through a conversion that is safe to add, or only by the user's choice. */
export type Fit =
  | { kind: 'fits' }
  | { kind: 'converts'; pipe: string }
  | { kind: 'choose'; options: readonly Conversion[] };

const asIs: Conversion = { id: 'as_is' };
const first: Conversion = { id: 'first', pipe: 'first' };
const count: Conversion = { id: 'count', pipe: 'length' };
const fromListToText = [first, { id: 'join', pipe: 'join(", ")' }, count, asIs] as const;
const fromListToNumber = [count, first, asIs] as const;
const fromListToOther = [first, asIs] as const;
const fromObject: readonly Conversion[] = [{ id: 'as_json', pipe: 'json' }, asIs];
const fromScalar: readonly Conversion[] = [{ id: 'as_text', pipe: 'string' }, asIs];

const isOpen = (type: DataType) => type === 'any' || type === 'null';
const isScalar = (type: DataType) => type === 'string' || type === 'number' || type === 'boolean';

/** Does data of type `from` fit an input that takes `to`? */
export function fitOf(from: DataType, to: { type: DataType; accepts: Accepts }): Fit {
  if (isOpen(from)) return { kind: 'fits' };
  if (to.accepts !== 'any') {
    if (isScalar(from)) return { kind: 'fits' };
    if (from === 'array') {
      return to.accepts === 'scalar_or_list' ? { kind: 'fits' } : { kind: 'choose', options: fromListToText };
    }
    return { kind: 'choose', options: fromObject };
  }
  if (isOpen(to.type) || from === to.type) return { kind: 'fits' };
  if (to.type === 'string' && isScalar(from)) return { kind: 'converts', pipe: 'string' };
  if (to.type === 'number' && from === 'string') return { kind: 'converts', pipe: 'number' };
  if (to.type === 'boolean' && isScalar(from)) return { kind: 'converts', pipe: 'boolean' };
  if (from === 'array') {
    if (to.type === 'number') return { kind: 'choose', options: fromListToNumber };
    return { kind: 'choose', options: to.type === 'string' ? fromListToText : fromListToOther };
  }
  return { kind: 'choose', options: from === 'object' ? fromObject : fromScalar };
}
