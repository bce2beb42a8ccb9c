/**
 * Takes shell text apart into commands and their words, as a POSIX shell does: quotes, `$'…'`, escapes, continued lines
 * (`\` at the end, or `^` as Windows has it). Nothing is ever run or looked up: `$NAME` stands as a placeholder
 * ({@link SHELL_VARIABLE}). One pass, and never an error: a quote without an end goes to the end of the text.
 */
export function splitCommands(source: string): string[][] {
  const text = source.replace(/[\uE000\uE001]/g, '');
  const reader: Reader = { text, position: 0, isWindows: /\^(?:\r?\n|")/.test(text) };
  const commands: string[][] = [];
  let words: string[] = [];
  const endCommand = () => {
    if (words.length > 0) commands.push(words);
    words = [];
  };
  while (reader.position < text.length && commands.length < MAX_COMMANDS) {
    const character = text[reader.position] ?? '';
    if (skipsLineEnd(reader)) continue;
    if (character === '\n' || character === ';' || character === '|') {
      reader.position += 1;
      endCommand();
    } else if (isSpace(character)) reader.position += 1;
    else if (character === '&' && isBreak(text[reader.position + 1])) {
      reader.position += 1;
      endCommand();
    } else if (character === '#') skipComment(reader);
    else {
      const word = readWord(reader);
      if (words.length < MAX_WORDS) words.push(word);
    }
  }
  endCommand();
  return commands;
}

/** A variable of the shell, as it stands in a word. */
export const SHELL_VARIABLE = /\uE000(\w+)\uE001/g;

const MAX_COMMANDS = 1_000;
const MAX_WORDS = 10_000;

interface Reader {
  readonly text: string;
  position: number;
  /** Copied for the Windows command line, where `^` is the escape. */
  readonly isWindows: boolean;
}

function readWord(reader: Reader): string {
  const { text } = reader;
  const parts: string[] = [];
  while (reader.position < text.length) {
    const character = text[reader.position] ?? '';
    if (skipsLineEnd(reader)) continue;
    if (isSpace(character) || '\n;|'.includes(character)) break;
    if (character === '&' && isBreak(text[reader.position + 1])) break;
    reader.position += 1;
    if (character === "'") parts.push(readUntil(reader, "'"));
    else if (character === '"') parts.push(readDouble(reader));
    else if (character === '$' && text[reader.position] === "'") {
      reader.position += 1;
      parts.push(readAnsi(reader));
    } else if (character === '$') parts.push(readVariable(reader));
    else if (character === (reader.isWindows ? '^' : '\\')) {
      const escaped = text[reader.position] ?? '';
      reader.position += 1;
      parts.push(reader.isWindows && escaped === '"' ? readDouble(reader) : escaped);
    } else parts.push(character);
  }
  return parts.join('');
}

function readUntil(reader: Reader, end: string): string {
  const found = reader.text.indexOf(end, reader.position);
  const stop = found === -1 ? reader.text.length : found;
  const read = reader.text.slice(reader.position, stop);
  reader.position = stop + 1;
  return read;
}

function readDouble(reader: Reader): string {
  const { text, isWindows } = reader;
  const parts: string[] = [];
  while (reader.position < text.length) {
    const character = text[reader.position] ?? '';
    const next = text[reader.position + 1] ?? '';
    reader.position += 1;
    if (character === '"') break;
    if (isWindows && character === '^') {
      // `^\^"` is a quote in the text, `^"` the end of it.
      if (next === '"') {
        reader.position += 1;
        break;
      }
      if (text.startsWith('\\^"', reader.position)) {
        reader.position += 3;
        parts.push('"');
      } else {
        reader.position += 1;
        parts.push(next);
      }
    } else if (character === '\\' && (isWindows ? '"\\' : '"\\$`\n').includes(next) && next !== '') {
      reader.position += 1;
      if (next !== '\n') parts.push(next);
    } else if (character === '$' && !isWindows) parts.push(readVariable(reader));
    else parts.push(character);
  }
  return parts.join('');
}

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  e: '\x1b',
};
const CODE = /(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/y;

function readAnsi(reader: Reader): string {
  const { text } = reader;
  const parts: string[] = [];
  while (reader.position < text.length) {
    const character = text[reader.position] ?? '';
    reader.position += 1;
    if (character === "'") break;
    if (character !== '\\') {
      parts.push(character);
      continue;
    }
    CODE.lastIndex = reader.position;
    const match = CODE.exec(text);
    if (match) {
      reader.position += match[0].length;
      const hex = match[1] ?? match[2] ?? match[3];
      const code = hex === undefined ? Number.parseInt(match[4] ?? '0', 8) : Number.parseInt(hex, 16);
      parts.push(code <= 0x10_ff_ff ? String.fromCodePoint(code) : '');
    } else {
      const escaped = text[reader.position] ?? '';
      reader.position += 1;
      parts.push(Object.hasOwn(ANSI, escaped) ? (ANSI[escaped] ?? '') : escaped);
    }
  }
  return parts.join('');
}

const VARIABLE = /(?:([A-Za-z_]\w{0,63})|\{([A-Za-z_]\w{0,63})\})/y;

/** Behind a `$`: a placeholder where a name follows, and the sign itself otherwise. */
function readVariable(reader: Reader): string {
  VARIABLE.lastIndex = reader.position;
  const match = VARIABLE.exec(reader.text);
  if (!match) return '$';
  reader.position += match[0].length;
  return `\uE000${match[1] ?? match[2]}\uE001`;
}

/** An escaped line end stands for nothing. */
function skipsLineEnd(reader: Reader): boolean {
  const { text, position, isWindows } = reader;
  if (text[position] !== '\\' && !(isWindows && text[position] === '^')) return false;
  const end = text[position + 1] === '\r' ? position + 2 : position + 1;
  if (text[end] !== '\n') return false;
  reader.position = end + 1;
  return true;
}

function skipComment(reader: Reader): void {
  const end = reader.text.indexOf('\n', reader.position);
  reader.position = end === -1 ? reader.text.length : end;
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\t' || character === '\r';
}

/** In a URL without quotes a `&` belongs to the URL, whatever a shell would make of it. */
function isBreak(character: string | undefined): boolean {
  return character === undefined || character === '&' || character === '\n' || isSpace(character);
}
