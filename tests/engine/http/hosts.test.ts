import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DECLARED_HOST } from '../../../src/engine/http/declared-host.js';
import {
  declaresHost,
  formatOrigin,
  isSameOrigin,
  listsHost,
  parseOrigin,
} from '../../../src/engine/http/hosts.js';

const lists = (entry: string, url: string) => {
  const origin = parseOrigin(url);
  return origin !== undefined && listsHost([entry], origin);
};
const declares = (entry: string, url: string) => {
  const origin = parseOrigin(url);
  return origin !== undefined && declaresHost([entry], origin);
};

describe('the origin of a URL', () => {
  it.each([
    ['https://api.example.com', 'api.example.com'],
    ['https://api.example.com:443/x?y#z', 'api.example.com'],
    ['HTTPS://API.Example.COM/x', 'api.example.com'],
    ['https://api.example.com:8443?x', 'api.example.com:8443'],
    ['http://api.example.com:80/', 'http://api.example.com'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['https://[::1]:1/', '[::1]:1'],
    ['https://api.example.com./', 'api.example.com.'],
    ['https://bücher.example/', 'bücher.example'],
  ])('[S10] of %s is %s', (url, shown) => {
    const origin = parseOrigin(url);
    expect(origin && formatOrigin(origin)).toBe(shown);
  });

  it.each([
    'https://user@api.example.com/',
    'https://user:password@api.example.com/',
    'https://evil.test\\@api.example.com/',
    'https://evil.test\\.api.example.com/',
    'https://api%2eexample.com/',
    'https://api.example.com\t/',
    'https://api.example.com\u0000/',
    'https://api.\u0085example.com/',
    'https://*.example.com/',
    'https://api.example.com:/',
    'https://api.example.com:99999/',
    'https://api.example.com:443@evil.test/',
    'https:/api.example.com/',
    'https:api.example.com/',
    '//api.example.com/',
    'ftp://api.example.com/',
    ' https://api.example.com/',
    'https://',
    '',
  ])('[S10] of %j is not plain enough to be one', (url) => {
    expect(parseOrigin(url)).toBeUndefined();
  });

  it.each([0, 1, 2])(
    '[S10] is where the platform’s own parser goes, for whatever is read at all (seed %i)',
    (seed) => {
      const part = fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.constantFrom(
          '@',
          ':',
          '/',
          '\\',
          '.',
          '443',
          '%2e',
          '。',
          'evil.test',
          'api.example.com',
          '[::1]',
          '#',
          '?',
        ),
      );
      fc.assert(
        fc.property(
          fc.constantFrom('https://', 'http://'),
          fc.array(part, { maxLength: 6 }),
          (scheme, parts) => {
            const text = scheme + parts.join('');
            const origin = parseOrigin(text);
            // Hosts beyond ASCII have another name there, and are only ever compared as they are written.
            if (!origin || /[^ -~]/.test(origin.host) || !URL.canParse(text)) return;
            const url = new URL(text);
            // Numbers are addresses there, however they are written.
            if (/^[\d.]+$/.test(url.hostname) || url.hostname.startsWith('[')) return;
            expect(url.protocol).toBe(`${origin.scheme}:`);
            expect(url.host).toBe(origin.port === undefined ? origin.host : `${origin.host}:${origin.port}`);
            expect(url.username + url.password).toBe('');
          },
        ),
        { seed, numRuns: 5_000 },
      );
    },
  );

  it('[S10] is the same only where scheme, host and port are, and never where it isn’t known', () => {
    const at = (url: string) => parseOrigin(url);
    expect(isSameOrigin(at('https://A.test/x'), at('https://a.test:443/y'))).toBe(true);
    for (const other of ['http://a.test/', 'https://b.test/', 'https://a.test:8443/', 'https://a.test./'])
      expect(isSameOrigin(at('https://a.test/'), at(other))).toBe(false);
    expect(isSameOrigin(at('x'), at('x'))).toBe(false);
  });
});

describe('the hosts of a credential', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/x'],
    ['API.example.com', 'https://api.EXAMPLE.com/x'],
    ['api.example.com', 'https://api.example.com:443/x'],
    ['api.example.com:443', 'https://api.example.com/x'],
    ['api.example.com:8443', 'https://api.example.com:8443/x'],
    ['http://localhost:3000', 'http://localhost:3000/x'],
    ['HTTP://localhost', 'http://localhost:80/x'],
    ['bücher.example', 'https://bücher.example/'],
  ])('[S11] %s lets it go to %s', (entry, url) => {
    expect(lists(entry, url)).toBe(true);
  });

  it.each([
    ['api.example.com', 'http://api.example.com/'],
    ['api.example.com', 'https://api.example.com:8443/'],
    ['api.example.com:8443', 'https://api.example.com/'],
    ['api.example.com', 'https://api.example.com./'],
    ['api.example.com.', 'https://api.example.com/'],
    ['api.example.com', 'https://evil.api.example.com/'],
    ['api.example.com', 'https://api.example.com.evil.test/'],
    ['example.com', 'https://api.example.com/'],
    ['http://api.example.com', 'https://api.example.com/'],
    ['*.example.com', 'https://api.example.com/'],
    ['*', 'https://api.example.com/'],
    ['', 'https://api.example.com/'],
    ['api.example.com/', 'https://api.example.com/'],
    ['api.example.com/x', 'https://api.example.com/x'],
    ['user@api.example.com', 'https://api.example.com/'],
    // Browsers make both of these the host without the odd letter.
    ['skype.com', 'https://s\u212aype.com/'],
    ['api.example.com', 'https://ap\u00adi.example.com/'],
  ])('[S11] %s does not let it go to %s', (entry, url) => {
    expect(lists(entry, url)).toBe(false);
  });
});

describe('the hosts that a graph declares', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/'],
    ['api.example.com', 'http://api.example.com/'],
    ['api.example.com:3000', 'http://api.example.com:3000/'],
    ['*.example.com', 'https://api.example.com/'],
    ['*.Example.com', 'https://a.b.EXAMPLE.com/'],
    ['*.example.com:8443', 'https://api.example.com:8443/'],
  ])('[S12] %s is one that has %s', (entry, url) => {
    expect(DECLARED_HOST.test(entry)).toBe(true);
    expect(declares(entry, url)).toBe(true);
  });

  it.each([
    ['*.example.com', 'https://example.com/'],
    ['*.example.com', 'https://.example.com/'],
    ['*.example.com', 'https://a..example.com/'],
    ['*.example.com', 'https://evilexample.com/'],
    ['*.example.com', 'https://api.example.com:8443/'],
    ['*.example.com', 'https://api.example.com./'],
    ['*.example.com', 'https://evil。com.example.com/'],
    ['api.example.com', 'https://api.example.com:8443/'],
  ])('[S12] %s does not have %s', (entry, url) => {
    expect(declares(entry, url)).toBe(false);
  });

  it.each([
    '*.com',
    '*',
    '*.',
    '*.*.com',
    'a.*.com',
    '*example.com',
    '*.1.1',
    '*.com.',
    '',
    'https://a.com',
    'a.com/x',
    'a@b.com',
  ])('[S12] %j can not be declared, and has nothing', (entry) => {
    expect(DECLARED_HOST.test(entry)).toBe(false);
    expect(declares(entry, 'https://api.example.com/')).toBe(false);
    expect(declares(entry, 'https://a.com/')).toBe(false);
  });
});
