/** What a source says about one value: a const, a property in it, or an item of a list in it. */
export interface Documented {
  doc?: string;
  /** By name, for an object. */
  members: Map<string, Documented>;
  /** In order, for a list. */
  items: Documented[];
  /** Consts that the value is made of, the first of which says what it is where the value itself doesn't. */
  uses: string[];
  /** Consts whose members are its own too. */
  spreads: string[];
}

const TOKEN =
  /\/\*\*([\s\S]*?)\*\/|\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|\.\.\.|=>|[\w$]+|\S/g;
const CONST = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n)?^(?:export )?const (\w+)[^=]*= /gm;

/**
 * The doc comments of a TypeScript source's consts and of what stands in their objects and lists. Types, functions and
 * divisions are not understood: sources of schemas have none within their consts.
 */
export function readDocComments(source: string): Map<string, Documented> {
  const found = new Map<string, Documented>();
  for (const match of source.matchAll(CONST)) {
    const [all, doc, name = ''] = match;
    const value = documented(doc);
    found.set(name, value);
    readValue(source.slice(match.index + all.length), value);
  }
  return found;
}

/** The names of a union type with the doc comment of each, such as `| 'timeout'`. */
export function readUnion(source: string, type: string): Map<string, string> {
  const [, text = ''] = new RegExp(`^export type ${type} =\\n([\\s\\S]*?);\\n`, 'm').exec(source) ?? [];
  return readMembers(text, /\| '(\w+)'/);
}

/** The names of an interface's members with the doc comment of each. */
export function readInterface(source: string, name: string): Map<string, string> {
  const [, text = ''] = new RegExp(`^export interface ${name} {\\n([\\s\\S]*?)^}`, 'm').exec(source) ?? [];
  return readMembers(text, /(\w+)\??:/);
}

function readMembers(text: string, member: RegExp): Map<string, string> {
  const pattern = new RegExp(`(?:/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*)?^\\s*${member.source}`, 'gm');
  return new Map([...text.matchAll(pattern)].map(([, doc = '', name = '']) => [name, plain(doc)]));
}

function documented(doc?: string): Documented {
  return { ...(doc && { doc: plain(doc) }), members: new Map(), items: [], uses: [], spreads: [] };
}

/** One line, without the stars of a comment of several. */
function plain(doc: string): string {
  return doc.replace(/\s*\n\s*\*?\s*/g, ' ').trim();
}

/** A bracket that is open, and the value that what stands directly in it belongs to. */
interface Open {
  bracket: string;
  owner: Documented;
  current: Documented;
}

function readValue(source: string, root: Documented): void {
  const open: Open[] = [{ bracket: '', owner: root, current: root }];
  const tokens = [...source.matchAll(TOKEN)];
  let doc: string | undefined;
  for (const [index, [token, comment]] of tokens.entries()) {
    const top = open.at(-1);
    if (!top || (token === ';' && open.length === 1)) return;
    const [before] = tokens[index - 1] ?? [''];
    const [after] = tokens[index + 1] ?? [''];
    if (token.startsWith('/*') || token.startsWith('//')) {
      if (comment !== undefined) doc = comment;
      continue;
    }
    if (/^[([{]$/.test(token)) {
      if (top.bracket === '[') beginItem(top, doc);
      if (token !== '(') doc = undefined;
      open.push({ bracket: token, owner: top.current, current: top.current });
      continue;
    }
    if (/^[)\]}]$/.test(token)) {
      open.pop();
      continue;
    }
    if (token === ',') {
      if (top.bracket !== '(') top.current = top.owner;
      continue;
    }
    if (token === '...' || before === '.') continue;
    if (top.bracket === '[') {
      beginItem(top, doc);
      doc = undefined;
    }
    if (!/^[\w$]+$/.test(token)) continue;
    const isGetter = before === 'get';
    if (before === '...') {
      top.current.spreads.push(token);
    } else if (top.bracket === '{' && top.current === top.owner && (isGetter || /^[:,}]$/.test(after))) {
      const member = documented(doc);
      if (after !== ':' && !isGetter) member.uses.push(token);
      top.owner.members.set(token, member);
      top.current = member;
      doc = undefined;
    } else {
      top.current.uses.push(token);
    }
  }
}

/** What comes first in a list, or after a comma, is an item of its own. */
function beginItem(top: Open, doc: string | undefined): void {
  if (top.current !== top.owner) return;
  top.current = documented(doc);
  top.owner.items.push(top.current);
}
