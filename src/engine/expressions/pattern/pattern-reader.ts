import { ownProperty } from '../../json-operations.js';
import { ExpressionError } from '../expression-error.js';

/** Where the reading of a pattern stands. */
export interface PatternReader {
  readonly text: string;
  /** Accepts what people know from other engines and RFC 9485 leaves out. */
  readonly isExtended: boolean;
  position: number;
  depth: number;
  ignoresCase: boolean;
}

/** RFC 9485's categories: those of Unicode but surrogates, which are no characters. */
const CATEGORY = /[pP]\{(?:L[lmotu]?|M[cen]?|N[dlo]?|P[c-fios]?|S[ckmo]?|Z[lps]?|C[cfno]?)\}/y;
const CONTROLS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

export function patternError({ text, position }: PatternReader, reason: string): ExpressionError {
  const rest = text.slice(position, position + 10);
  const place = rest === '' ? 'at its end' : `at ${JSON.stringify(rest)}`;
  return new ExpressionError('syntax', `This pattern can't be read ${place}: ${reason}`);
}

/** Goes over a text where it stands here. */
export function take(reader: PatternReader, text: string): boolean {
  if (!reader.text.startsWith(text, reader.position)) return false;
  reader.position += text.length;
  return true;
}

/** What a sticky expression matches here, gone over. */
export function takeMatch(reader: PatternReader, expression: RegExp): RegExpExecArray | undefined {
  expression.lastIndex = reader.position;
  const match = expression.exec(reader.text);
  if (!match) return undefined;
  reader.position = expression.lastIndex;
  return match;
}

/** `\p{Lu}`, or `\d` and its like: what stands for many characters, as it is written. */
export function readShorthand(reader: PatternReader): string | undefined {
  if (reader.text[reader.position] !== '\\') return undefined;
  reader.position += 1;
  const shorthand = takeMatch(reader, CATEGORY) ?? (reader.isExtended && takeMatch(reader, /[dDwWsS]/y));
  if (shorthand) return `\\${shorthand[0]}`;
  reader.position -= 1;
  return undefined;
}

/** One character as it is or escaped, by its code point. What has a meaning of its own was looked for before. */
export function readCharacter(reader: PatternReader): number {
  const { text, position } = reader;
  const codePoint = text.codePointAt(position);
  if (codePoint === undefined) throw patternError(reader, 'something is missing here.');
  if (codePoint >= 0xd800 && codePoint <= 0xdfff) throw patternError(reader, 'this is half a character.');
  if (codePoint !== 0x5c) {
    reader.position += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }
  const escaped = text[position + 1] ?? '';
  const isPunctuation = reader.isExtended ? /[!-/:-@[-`{-~]/ : /[(-+\-.?[-^{-}]/;
  const meant = ownProperty(CONTROLS, escaped) ?? (isPunctuation.test(escaped) ? escaped : undefined);
  if (meant === undefined) throw patternError(reader, 'there is no such escape. Write \\\\ for a backslash.');
  reader.position += 2;
  return meant.charCodeAt(0);
}
