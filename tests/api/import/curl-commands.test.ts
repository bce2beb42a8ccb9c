import { describe, expect, test } from 'vitest';
import { splitCommands } from '../../../api/import/curl/split-commands.js';
import { importSource } from '../../../api/import/import-source.js';

function requestOf(source: string) {
  const [draft] = importSource({ format: 'curl', source }).drafts;
  const step = draft?.definition.graph.steps[0];
  if (step?.type !== 'http') throw new Error('the draft has no http step');
  return { ...step.request, notes: draft?.notes ?? [], slots: draft?.slots ?? [] };
}

describe('words', () => {
  test.each<[string, string, string[][]]>([
    ['quotes of both kinds join', `a'b c'"d e"f`, [['ab cd ef']]],
    ['double quotes escape, single quotes do not', String.raw`"a\"b\\c\d" 'a\b'`, [['a"b\\c\\d', 'a\\b']]],
    ['dollar quotes know escapes', String.raw`$'a\'b\n\u00e9\x41\101'`, [["a'b\né" + 'AA']]],
    ['lines go on behind a backslash', 'a \\\n b\\\r\n c', [['a', 'b', 'c']]],
    ['lines go on behind a caret', 'a ^\r\n b ^\n c', [['a', 'b', 'c']]],
    [
      'Windows carets escape',
      'curl ^"https://a.example/?x=1^&y=^\\^"2^\\^"^" ^\n x',
      [['curl', 'https://a.example/?x=1&y="2"', 'x']],
    ],
    [
      'commands end at lines, pipes and semicolons',
      'a b | c; d\ne && f',
      [['a', 'b'], ['c'], ['d'], ['e'], ['f']],
    ],
    [
      'a & inside of a word belongs to it',
      'curl https://a.example/?a=1&b=2',
      [['curl', 'https://a.example/?a=1&b=2']],
    ],
    ['comments are skipped', '# a\nb # c\nd', [['b'], ['d']]],
    ['a quote without an end goes to the end', `a 'b c`, [['a', 'b c']]],
    ['empty words stay', `a '' ""`, [['a', '', '']]],
  ])('%s', (_, source, words) => expect(splitCommands(source)).toEqual(words));
});

describe('options', () => {
  test('short options may stand together and hold their value', () => {
    expect(requestOf('curl -sSLXPUT -Hx-a:1 https://a.example/b')).toMatchObject({
      method: 'PUT',
      headers: { 'x-a': '1' },
    });
  });

  test('-G moves the data into the query, -I asks for the headers alone', () => {
    expect(requestOf('curl -G https://a.example/s -d q=lamp --data-urlencode "in=a b&c"')).toMatchObject({
      method: 'GET',
      query: { q: '{{input.q}}', in: '{{input.in}}' },
    });
    expect(requestOf('curl -I https://a.example')).toMatchObject({
      method: 'HEAD',
      url: 'https://a.example/',
    });
  });

  test('data is a form, unless it is JSON', () => {
    expect(requestOf('curl https://a.example -d a=1 -d b=2').body).toEqual({
      type: 'form',
      fields: { a: '{{input.a}}', b: '{{input.b}}' },
    });
    expect(requestOf(`curl https://a.example -d '[1,2]'`).body).toEqual({
      type: 'json',
      value: '{{input.body}}',
    });
    expect(requestOf(`curl https://a.example -H 'Content-Type: text/csv' -d 'a;b'`).body).toEqual({
      type: 'text',
      text: '{{input.body}}',
      contentType: 'text/csv',
    });
  });

  test('each URL is a draft', () => {
    const { drafts } = importSource({
      format: 'curl',
      source: 'curl https://a.example/1 --url a.example/2\ncurl http://b.example',
    });
    expect(drafts.map(({ definition }) => definition.permissions?.hosts)).toEqual([
      ['a.example'],
      ['a.example'],
      ['b.example'],
    ]);
    expect(drafts.map(({ slug }) => slug)).toEqual(['get-1', 'get-2', 'get-b-example']);
  });

  test('files are not read, and options without a use are told', () => {
    const { notes, body } = requestOf('curl https://a.example -F f=@x.png -F t=1 -x proxy:80 --max-time 5');
    expect(body).toEqual({ type: 'multipart', fields: { t: '{{input.t}}' } });
    expect(notes.join('\n')).toMatch(/file of the body.*|--proxy, --max-time/s);
    expect(notes.join('\n')).toContain('--proxy, --max-time');
  });
});

describe('places', () => {
  test('variables of a shell become inputs, but for those in single quotes', () => {
    expect(
      requestOf(`curl "https://a.example/users/$USER_ID?q=\${Q}" -H "X-T: a-$TENANT" -d '{"q":"$x"}'`),
    ).toMatchObject({
      url: 'https://a.example/users/:USER_ID',
      path: { USER_ID: '{{input.USER_ID}}' },
      query: { q: '{{input.Q}}' },
      headers: { 'X-T': 'a-{{input.TENANT}}' },
      body: { value: { q: '{{input.q}}' } },
    });
  });

  test('a list with variables in it has no default that would be sent as it is', () => {
    const { body, notes } = requestOf(`curl https://a.example -d "{\\"ids\\":[\\"$ID\\"]}"`);
    expect(body).toEqual({ type: 'json', value: { ids: '{{input.ids}}' } });
    expect(notes.join()).toContain('"ids" has variables in it');
  });

  test('an address without a scheme is http, as for curl, and that is told', () => {
    const { url, slots, notes } = requestOf('curl -u a:b a.example/x');
    expect(url).toBe('http://a.example/x');
    expect(slots[0]?.hosts).toEqual(['http://a.example']);
    expect(notes.join()).toContain('without encryption');
  });

  test('ids in the path stay, and names in braces or behind a colon become inputs', () => {
    const { url } = requestOf(
      'curl https://a.example/a/8f14e45f-ceea-467f-a0e6-1f2d3c4b5a69/{id}/:kind/5f3e8a',
    );
    expect(url).toBe('https://a.example/a/8f14e45f-ceea-467f-a0e6-1f2d3c4b5a69/:id/:kind/5f3e8a');
  });

  test('what looks like an expression is sent as it is written', () => {
    const { headers, url } = requestOf(`curl 'https://a.example/x{{1}}y' -H 'X-A: {{input.b}}'`);
    expect(headers).toEqual({ 'X-A': '\\{{input.b}}' });
    expect(url).toBe('https://a.example/x%7B%7B1%7D%7Dy');
  });

  test.each([
    ['a user in the URL', 'https://ada:s3cret-99@a.example/x', 'basic', {}],
    [
      'a word before a key',
      `-H 'Authorization: Token abc-123-def' a.example`,
      'api_key',
      { in: 'header', name: 'Authorization', prefix: 'Token ' },
    ],
    [
      'a key alone',
      `-H 'Authorization: abc-123-def' a.example`,
      'api_key',
      { in: 'header', name: 'Authorization' },
    ],
    [
      'a header of its own',
      `-H 'X-Shop-Api-Key: abc-123-def' a.example`,
      'api_key',
      { in: 'header', name: 'X-Shop-Api-Key' },
    ],
    ['a parameter', `'a.example?access_token=abc-123-def'`, 'api_key', { in: 'query', name: 'access_token' }],
    ['an option', '--oauth2-bearer abc-123-def a.example', 'bearer', {}],
  ])('%s is the authentication', (_, words, type, settings) => {
    const { auth, slots, ...rest } = requestOf(`curl ${words}`);
    expect(slots).toEqual([
      { slot: expect.any(String), type, settings, hosts: [expect.stringMatching(/a\.example$/)] },
    ]);
    expect(auth).toEqual({ type: 'credential', slot: slots[0]?.slot });
    expect(JSON.stringify(rest)).not.toMatch(/abc-123-def|s3cret-99/);
  });
});
