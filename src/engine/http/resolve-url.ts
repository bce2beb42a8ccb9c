/** Scheme, authority, path and query of a URI reference (RFC 3986, appendix B); the fragment is left out. */
const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/;

/**
 * What a reference in an answer stands for, relative to the URL that was asked (RFC 3986, section 5.2). Without its
 * fragment, which is never sent. Whether it can be called is for the caller to check.
 */
export function resolveUrl(base: string, reference: string): string {
  const [scheme, authority, path = '', query] = partsOf(reference);
  if (scheme !== undefined) return compose(scheme, authority, removeDots(path), query);
  const [baseScheme, baseAuthority, basePath = '', baseQuery] = partsOf(base);
  if (authority !== undefined) return compose(baseScheme, authority, removeDots(path), query);
  if (path === '') return compose(baseScheme, baseAuthority, basePath, query ?? baseQuery);
  if (path.startsWith('/')) return compose(baseScheme, baseAuthority, removeDots(path), query);
  const folder = basePath.slice(0, basePath.lastIndexOf('/') + 1);
  return compose(baseScheme, baseAuthority, removeDots((folder || '/') + path), query);
}

type Part = string | undefined;

function partsOf(url: string): Part[] {
  return PARTS.exec(url)?.slice(1) ?? [];
}

function compose(scheme: Part, authority: Part, path: string, query: Part): string {
  const start = scheme === undefined ? '' : `${scheme}:`;
  const host = authority === undefined ? '' : `//${authority}`;
  return start + host + path + (query === undefined ? '' : `?${query}`);
}

/** RFC 3986, section 5.2.4. */
function removeDots(path: string): string {
  const kept: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    if (segment !== '.' && segment !== '..') {
      kept.push(segment);
      continue;
    }
    // The empty segment before the first slash stays: nothing is above the root.
    if (segment === '..' && kept.length > 1) kept.pop();
    if (index === segments.length - 1) kept.push('');
  }
  return kept.join('/');
}
