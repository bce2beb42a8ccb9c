import type { JsonValue } from '../engine/index.js';
import type { UiStrings } from '../ui/ui-strings.js';

const LENGTH = 60;

/** A value in a few words: texts in quotes and cut, lists of plain values with their first ones, else a count. */
export function previewOf(value: JsonValue, strings: Pick<UiStrings, 'items' | 'fields'>): string {
  if (typeof value === 'string') return cut(JSON.stringify(value));
  if (Array.isArray(value)) {
    const plain = value.length > 0 && value.every((item) => typeof item !== 'object');
    if (!plain) return strings.items(value.length);
    const first = value.slice(0, 3).map((item) => JSON.stringify(item));
    return cut(`${first.join(', ')}${value.length > 3 ? '…' : ''}`);
  }
  if (typeof value === 'object' && value !== null) return strings.fields(Object.keys(value).length);
  return String(value);
}

function cut(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH - 1)}…` : text;
}
