import { ExpressionError } from '../expressions/expression-error.js';
import type { JsonValue } from '../json.js';
import { parsePlace, setAtPlace } from '../place.js';
import { fieldText, type Pair, withPair } from './build-query.js';

/** A value to be put at a place of a JSON or GraphQL body, or under the name of a form's field. */
export type BodyChange = readonly [place: string, value: JsonValue];

/** Lists are filled up to the index that a place names. */
const MAX_INDEX = 1_000;

export function changeTree(tree: JsonValue, place: string, change: BodyChange | undefined): JsonValue {
  if (!change) return tree;
  const [at, value] = change;
  if (isPlace(at)) return setAtPlace(tree, at, value);
  throw new ExpressionError(
    'syntax',
    `'${at}' is no place in a body. Write it like variables.after, or items[0]['odd name'].`,
    { place },
  );
}

export function changeFields(pairs: readonly Pair[], change: BodyChange | undefined): readonly Pair[] {
  if (!change) return pairs;
  const [at, value] = change;
  return withPair<Pair>(pairs, ([name]) => name === at, [at, fieldText(value)]);
}

function isPlace(text: string): boolean {
  try {
    const path = parsePlace(text);
    return path.length > 0 && path.every((key) => typeof key === 'string' || key <= MAX_INDEX);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
