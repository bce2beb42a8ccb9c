/** Where a link of a `Link` header leads, and by which relations. */
export interface WebLink {
  target: string;
  /** In lower case. */
  relations: readonly string[];
}

const TARGET = /[\s,]*<([^>]*)>/y;
const PARAMETER = /\s*;\s*([^\s=;,"]*)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/sy;
const REST = /[^,]*/y;

/**
 * The links of a header (RFC 8288, section 3), several headers being joined by commas. Those about another resource
 * than the one that was asked for (`anchor`) are left out, and so is whatever follows text that can't be read.
 */
export function parseLinkHeader(text: string): WebLink[] {
  const links: WebLink[] = [];
  let position = 0;
  const read = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match) position = pattern.lastIndex;
    return match;
  };
  for (let target = read(TARGET); target; target = read(TARGET)) {
    const parameters = new Map<string, string>();
    for (let parameter = read(PARAMETER); parameter; parameter = read(PARAMETER)) {
      const [, name = '', quoted, token = ''] = parameter;
      const key = name.toLowerCase();
      // The first `rel` counts (section 3.3).
      if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/gs, '$1') ?? token);
    }
    read(REST);
    if (parameters.has('anchor')) continue;
    const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    links.push({ target: (target[1] ?? '').trim(), relations });
  }
  return links;
}
