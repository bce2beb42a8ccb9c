import type { DataType } from '../ui/data-type.js';
import type { ReferenceField } from './reference-fields.js';

export interface ReferenceMatch extends ReferenceField {
  /** False where its type isn't the one that is wanted. It may be chosen all the same. */
  readonly fits: boolean;
}

/**
 * The fields whose words hold every word of the query, those that fit first inside each source, and sources
 * that have any such before those that don't. A text takes any plain
 * value, as it is written out; other types take their own; whatever isn't known fits.
 */
export function matchReferenceFields(
  fields: readonly ReferenceField[],
  query: string,
  wanted: DataType,
): ReferenceMatch[] {
  const words = query
    .toLowerCase()
    .split(/[\s›]+/u)
    .filter(Boolean);
  const matches = fields
    .filter((field) => {
      const text = `${field.source} ${field.expression}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .map((field) => ({ ...field, fits: fits(field.type, wanted) }));
  const offers = (source: string) => matches.some((match) => match.fits && match.source === source);
  const sources = [...new Set(matches.map((match) => match.source))];
  const ordered = [...sources.filter(offers), ...sources.filter((source) => !offers(source))];
  return ordered.flatMap((source) => {
    const own = matches.filter((match) => match.source === source);
    return [...own.filter((match) => match.fits), ...own.filter((match) => !match.fits)];
  });
}

function fits(type: DataType, wanted: DataType): boolean {
  if (type === 'any' || wanted === 'any' || type === wanted) return true;
  return wanted === 'string' && (type === 'number' || type === 'boolean');
}
