import { describe, expect, it } from 'vitest';
import { resolveUrl } from '../../../src/engine/http/resolve-url.js';

describe('a reference in an answer', () => {
  // The examples of RFC 3986, section 5.4, without their fragments: those are never sent.
  it.each([
    ['g:h', 'g:h'],
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q'],
    ['g#s', 'http://a/b/c/g'],
    ['g?y#s', 'http://a/b/c/g?y'],
    [';x', 'http://a/b/c/;x'],
    ['g;x', 'http://a/b/c/g;x'],
    ['g;x?y#s', 'http://a/b/c/g;x?y'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../g', 'http://a/g'],
    ['../../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['.g', 'http://a/b/c/.g'],
    ['g..', 'http://a/b/c/g..'],
    ['..g', 'http://a/b/c/..g'],
    ['./../g', 'http://a/b/g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/./h', 'http://a/b/c/g/h'],
    ['g/../h', 'http://a/b/c/h'],
    ['g;x=1/./y', 'http://a/b/c/g;x=1/y'],
    ['g;x=1/../y', 'http://a/b/c/y'],
    ['g?y/./x', 'http://a/b/c/g?y/./x'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
    ['g#s/./x', 'http://a/b/c/g'],
    ['http:g', 'http:g'],
  ])('[P3] %j is what RFC 3986 says', (reference, url) => {
    expect(resolveUrl('http://a/b/c/d;p?q', reference)).toBe(url);
  });

  it.each([
    ['https://a.test', 'g', 'https://a.test/g'],
    ['https://a.test?x=1', '?y=2', 'https://a.test?y=2'],
    ['https://a.test/b?x=/c/d', 'g', 'https://a.test/g'],
    ['https://a.test/b', 'https://a.test/./c/../d?p=2#end', 'https://a.test/d?p=2'],
  ])('[P3] from %s, %j is %s', (base, reference, url) => {
    expect(resolveUrl(base, reference)).toBe(url);
  });
});
