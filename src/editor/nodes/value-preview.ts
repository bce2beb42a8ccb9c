import type { JsonValue } from '../../engine/index.js';

/** A value in at most `length` characters, for where it flows by: `"ada@…"`, `[ 4 ]`, `{ 3 }`. */
export function previewOf(value: JsonValue, length = 16): string {
  if (Array.isArray(value)) return `[ ${value.length} ]`;
  if (typeof value === 'object' && value !== null) return `{ ${Object.keys(value).length} }`;
  const text = typeof value === 'string' ? value.replaceAll(/\s+/g, ' ') : String(value);
  const cut = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return typeof value === 'string' ? `"${cut}"` : cut;
}
