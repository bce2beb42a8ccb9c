import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { validateGraph } from '#engine';
import { type ImportRequest, importResultSchema } from '../../../api/import/import-resources.js';
import { Problem } from '../../../api/problem.js';
import { connectorCreateSchema } from '../../../api/resources.js';
import { isStorableText } from '../../../api/storable-text.js';
import { samples } from '../../support/import-samples.js';
import { findsSecret } from '../../support/secret-finder.js';

const { countedWork } = await import('../../support/counted-work.js');
// Only what is loaded after it is counted.
const { splitCommands } = await import('../../../api/import/curl/split-commands.js');
const { importSource } = await import('../../../api/import/import-source.js');

const seed = 20261125;
const formats = Object.keys(samples) as ImportRequest['format'][]; // the record has exactly these
const anyFormat = fc.constantFrom(...formats);

/** What is promised of any source: drafts that can be saved, or a refusal that says what is wrong. */
function importAnything(format: ImportRequest['format'], source: string): string {
  try {
    const result = importSource({ format, source });
    expect(importResultSchema.safeParse(result).success).toBe(true);
    for (const { slots, notes, ...draft } of result.drafts) {
      expect(connectorCreateSchema.safeParse(draft).error).toBeUndefined();
      expect(isStorableText(JSON.stringify(draft))).toBe(true);
      expect(JSON.stringify(draft)).not.toMatch(/\\u0000|\\ud[89a-f]/);
      const { graph, inputSchema, permissions } = draft.definition;
      const problems = validateGraph(graph, {
        inputSchema,
        permissions,
        slots: slots.map(({ slot }) => slot),
      });
      expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    return JSON.stringify(result);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    expect([error.code, error.errors?.length]).toEqual(['invalid_source', 1]);
    return error.message;
  }
}

describe('any source gives drafts that can be saved or a refusal', () => {
  test(`random text (seed ${seed})`, () => {
    fc.assert(
      fc.property(anyFormat, fc.string({ unit: 'binary', maxLength: 300 }), (format, source) => {
        importAnything(format, source);
        importAnything('curl', `curl https://a.example/${source} -d '${source}' -H "${source}"`);
      }),
      { seed, numRuns: 300 },
    );
  });

  test(`samples with pieces cut out, doubled and replaced (seed ${seed})`, () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat({ max: 60 }),
      fc.constantFrom('', '{{', '"', '\\', '\0', '\ud800', '__proto__', '[]', '{', "'", '^', '\n', '$ref'),
    );
    fc.assert(
      fc.property(anyFormat, fc.array(change, { minLength: 1, maxLength: 4 }), (format, changes) => {
        const source = changes.reduce((text, [at, length, piece]) => {
          const start = at % text.length;
          return `${text.slice(0, start)}${piece}${text.slice(start + length)}` || ' ';
        }, samples[format]);
        importAnything(format, source);
      }),
      { seed, numRuns: 400 },
    );
  });

  test(`documents with any JSON in the places of their members (seed ${seed})`, () => {
    const paths = fc.array(fc.nat(), { minLength: 1, maxLength: 7 });
    const documents = formats.filter((format) => format !== 'curl');
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(
        { $ref: '#/' },
        { $ref: '#/paths' },
        '{{baseUrl}}',
        '',
        '/:a/:a/{a}',
        'https://a.example/%00?%00=%ud800',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...documents), paths, strange, (format, path, value) => {
        const document = JSON.parse(samples[format]);
        replaceAt(document, path, value);
        importAnything(format, JSON.stringify(document));
      }),
      { seed, numRuns: 600 },
    );
  });
});

/** Puts a value at one of the members, by turning into the n-th of each. */
function replaceAt(document: unknown, [first = 0, ...rest]: number[], value: unknown): void {
  if (typeof document !== 'object' || document === null) return;
  const members = document as Record<string, unknown>; // lists have their indices as keys
  const keys = Object.keys(members);
  const key = keys[first % keys.length];
  if (key === undefined) return;
  if (rest.length > 0 && typeof members[key] === 'object') replaceAt(members[key], rest, value);
  else members[key] = value;
}

test(`a secret in any place that is made for one is in no answer (seed ${seed})`, () => {
  const characters = [...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'];
  const secretText = fc
    .array(fc.constantFrom(...characters), { minLength: 24, maxLength: 40 })
    .map((letters) => `7q${letters.join('')}`);
  const places: ((secret: string) => [ImportRequest['format'], string])[] = [
    (s) => ['curl', `curl https://a.example/x -H 'Authorization: Bearer ${s}' -d 'a=${s}'`],
    (s) => ['curl', `curl -u user:${s} https://a.example/${s}?note=${s}`],
    (s) => ['curl', `curl https://x:${s}@a.example/ -b s=${s} -H 'X-Api-Key: ${s}' -H 'X-Copy: is ${s}'`],
    (s) => ['curl', `curl https://a.example -d '{"deep":{"list":[{"password":"${s}"}]},"${s}":1}'`],
    (s) => [
      'curl',
      `curl https://a.example -H 'Cookie: ${s}' -H '${s}: 1' -H 'Authorization: ${s}' --${s} -d '${s}'`,
    ],
    (s) => ['curl', `curl https://a.example/ -F 'token=${s}' -F '${s}=1' -x http://u:${s}@proxy -E ${s}`],
    (s) => [
      'har',
      har({
        url: `https://a.example/i?sig=${s}`,
        headers: [{ name: 'Authorization', value: `Basic ${Buffer.from(`u:${s}`).toString('base64')}` }],
      }),
    ],
    (s) => [
      'har',
      har({
        url: `https://a.example/${s}`,
        cookies: [{ name: s, value: s }],
        headers: [{ name: 'X-Session', value: s }],
      }),
    ],
    (s) => [
      'har',
      har({
        url: 'https://a.example/',
        postData: { mimeType: 'application/json', text: `{"query":"{ a(k: \\"${s}\\") }"}` },
      }),
    ],
    (s) => [
      'postman',
      postman(
        {
          name: s,
          url: `https://a.example/{{x}}?a=${s}`,
          auth: { type: 'digest', digest: [{ key: 'password', value: s }] },
        },
        s,
      ),
    ],
    (s) => [
      'postman',
      postman(
        {
          description: `use ${s}`,
          url: '{{x}}',
          auth: {
            type: 'oauth2',
            oauth2: [
              { key: 'accessToken', value: s },
              { key: 'scope', value: s },
            ],
          },
        },
        s,
      ),
    ],
    (s) => [
      'openapi',
      samples.openapi
        .replaceAll('Send a parcel', s)
        .replaceAll('tok_', s)
        .replace('"default":20', `"default":"${s}"`),
    ],
  ];
  fc.assert(
    fc.property(secretText, fc.constantFrom(...places), (secret, place) => {
      const [format, source] = place(secret);
      const answer = importAnything(format, source);
      expect(answer).toMatch(/^\{"drafts":\[\{/);
      expect(findsSecret(answer, secret)).toBe(false);
    }),
    { seed, numRuns: 400 },
  );
});

function har(request: object): string {
  const response = { content: { mimeType: 'application/json' } };
  return JSON.stringify({ log: { entries: [{ request: { method: 'POST', ...request }, response }] } });
}

function postman(
  { name = 'A', url, ...request }: { name?: string; url: string; [key: string]: unknown },
  secret: string,
): string {
  const header = [{ key: 'X-Own', value: `{{apiToken}} ${secret}` }];
  return JSON.stringify({
    variable: [
      { key: 'apiToken', value: secret },
      { key: 'x', value: 'https://a.example' },
    ],
    item: [{ name, request: { method: 'POST', url, header, ...request } }],
  });
}

describe('lines that are made to take long take twice the work where they are twice as long', () => {
  test.each<[string, (count: number) => string]>([
    ['quotes', (count) => `curl ${`'a'"b"`.repeat(count)}`],
    ['backslashes', (count) => `curl ${'\\'.repeat(count)}`],
    ['dollars', (count) => `curl "${'$'.repeat(count)}"`],
    ['continued lines', (count) => `curl ${'\\\n'.repeat(count)}`],
    ['carets', (count) => `curl ${'^\n^"'.repeat(count)}`],
    ['commands', (count) => 'curl;'.repeat(count)],
    ['options', (count) => `curl ${'-'.repeat(count)} ${'-s'.repeat(count)}`],
    ['URLs', (count) => `curl ${'https://a.example/a/b '.repeat(count)}`],
    [
      'headers',
      (count) => `curl https://a.example ${`-H 'a${'-'.repeat(50)}:${' '.repeat(50)}' `.repeat(count)}`,
    ],
    ['one header', (count) => `curl https://a.example -H 'x-${'a-'.repeat(count)}: ${'a '.repeat(count)}'`],
    ['a path', (count) => `curl https://a.example/${'../:a/'.repeat(count)}`],
    ['a form', (count) => `curl https://a.example -d '${'a=1&'.repeat(count)}'`],
    ['fields', (count) => `curl https://a.example ${`-F a=1 `.repeat(count)}`],
    ['a word', (count) => `curl https://a.example -d '{"a":"${'a1B'.repeat(count)}"}'`],
    ['nested JSON', (count) => `curl https://a.example -d '${'['.repeat(count)}'`],
  ])('%s', (_, line) => {
    const work = (count: number) => countedWork(() => importAnything('curl', line(count)));
    work(10);
    expect(work(20_000)).toBeLessThan(2.5 * work(10_000));
  });

  test(`words are as many characters as the source at most (seed ${seed})`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("'", '"', '\\', '$', '^', '\n', ' ', 'a', '{', '}', '&', ';', '#')),
        (pieces) => {
          const source = pieces.join('');
          const words = splitCommands(source).flat().join('');
          expect(words.length).toBeLessThanOrEqual(source.length);
        },
      ),
      { seed, numRuns: 1_000 },
    );
  });
});
