import type { JsonValue } from '#engine';
import { memberOf, textOf } from './read-json-source.js';
import { isSecretName, type SecretFinder } from './secret-finder.js';

/** The variables of a collection that have a value and are no secret. */
export interface Variables {
  /** The text with values in the places of those; others stay, and become inputs. */
  fill(text: string): string;
}

export const POSTMAN_VARIABLE = /\{\{([\w.$ -]{1,100})\}\}/g;

/** What one variable, and one text, may come to: variables may name each other. */
const MAX_VALUE = 4_000;
const MAX_FILLED = 2_000_000;
const MAX_CHAIN = 5;
const MAX_VARIABLES = 1_000;

export function createVariables(list: readonly JsonValue[], secrets: SecretFinder): Variables {
  const values = new Map<string, string>();
  for (const variable of list.slice(0, MAX_VARIABLES)) {
    const key = textOf(variable, 'key') ?? textOf(variable, 'id') ?? '';
    const value = textOf(variable, 'value') ?? '';
    if (value === '' || value.length > MAX_VALUE || memberOf(variable, 'disabled') === true) continue;
    const isSecret = textOf(variable, 'type') === 'secret' || isSecretName(key) || secrets.holdsSecret(value);
    if (!isSecret) values.set(key, value);
    else if (!/^\{\{[^{}]*\}\}$/.test(value)) secrets.remember(value);
  }
  const fillOnce = (text: string, limit: number) => {
    let length = 0;
    return text.replace(POSTMAN_VARIABLE, (whole, name: string) => {
      const value = values.get(name.trim());
      if (value === undefined) return whole;
      length += value.length;
      return length > limit ? whole : value;
    });
  };
  for (let count = 0; count < MAX_CHAIN; count += 1)
    for (const [key, value] of values) values.set(key, fillOnce(value, MAX_VALUE).slice(0, MAX_VALUE));
  return { fill: (text) => fillOnce(text, MAX_FILLED) };
}
