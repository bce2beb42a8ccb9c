import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue } from '#engine';

const MEGABYTE = 1_000_000;
const limit = expect.objectContaining({ code: 'limit' });

function nested(depth: number): JsonValue {
  let value: JsonValue = 1;
  for (let count = 0; count < depth; count++) value = { a: value };
  return value;
}

describe('what functions may spend', () => {
  it.each<[string, string, JsonValue]>([
    ['writing text in base64', 'base64', '€'.repeat(6 * MEGABYTE)],
    ['writing text in hex', 'hex', 'x'.repeat(11 * MEGABYTE)],
    ['percent-encoding text', 'url_encode', '€'.repeat(3 * MEGABYTE)],
    ['escaping text', 'html_escape', '"'.repeat(4 * MEGABYTE)],
    ['taking letters apart', 'slug', '\ufdfa'.repeat(2 * MEGABYTE)],
    [
      'hashing long text',
      `sha256${' | sha256'.repeat(3)} | hmac_sha256(input.long) | hmac_sha256(input.long)`,
      'x',
    ],
    ['mapping again and again', `map("a") | map("a")`, Array.from({ length: 600_000 }, () => 1)],
    ['white space that grows with the depth of JSON', 'json(10)', nested(2_500)],
  ])('[T11] %s is bounded', (_name, calls, value) => {
    const scope = { input: { value, long: 'MMMM '.repeat(2 * MEGABYTE) } };
    expect(() => evaluateTemplate(`{{input.value | ${calls}}}`, scope)).toThrow(limit);
  });

  it('[T11] putting long texts in order that begin alike is bounded, putting many short ones is not', () => {
    const long = 'x'.repeat(MEGABYTE);
    const template = `{{input.texts[${'0,1,'.repeat(2_000)}0] | sort_by | length}}`;
    expect(() => evaluateTemplate(template, { input: { texts: [`${long}a`, `${long}b`] } })).toThrow(limit);
    const texts = Array.from({ length: 50_000 }, (_, index) => `${'x'.repeat(100)}${index}`);
    expect(evaluateTemplate('{{input.texts | sort_by | length}}', { input: { texts } })).toBe(50_000);
  });

  // Built-in search compares the one with the other at every offset when both repeat themselves.
  it.each(['contains(input.what)', 'split(input.what)', 'replace(input.what, "")'])(
    '[T11] looking for long text in long text by %s is bounded, for short text it is not',
    (call) => {
      const half = 'a'.repeat(50_000);
      const input = { text: 'a'.repeat(400_000), what: `${half}b${half}` };
      expect(() => evaluateTemplate(`{{input.text | ${call}}}`, { input })).toThrow(limit);
      expect(
        evaluateTemplate(`{{input.text | ${call} | typeof}}`, { input: { ...input, what: 'ab' } }),
      ).toBeTypeOf('string');
      expect(
        evaluateTemplate(`{{input.text | ${call} | typeof}}`, {
          input: { ...input, what: `${input.text}b` },
        }),
      ).toBeTypeOf('string');
    },
  );

  it('[T11] a long text is no number, and that is found without trying every part of it', () => {
    expect(() => evaluateTemplate('{{input | number}}', { input: `${'1'.repeat(2 * MEGABYTE)}x` })).toThrow(
      /^number needs a text that is a number/,
    );
  });
});

describe('depth', () => {
  it('[T9] parse_json refuses JSON that is nested more than 64 deep, before it builds any', () => {
    const json = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(evaluateTemplate('{{input | parse_json | json}}', { input: json(64) })).toBe(json(64));
    expect(evaluateTemplate('{{input | parse_json}}', { input: `["${'['.repeat(100)}"]` })).toHaveLength(1);
    for (const text of [json(65), '['.repeat(5 * MEGABYTE), json(MEGABYTE)]) {
      expect(() => evaluateTemplate('{{input | parse_json}}', { input: text })).toThrow(
        /^parse_json needs JSON that is nested 64 deep at most/,
      );
    }
  });

  it('[T11] what is nested too deep for the stack is refused as JSON, wherever it is written', () => {
    const scope = { input: nested(200_000) };
    for (const template of ['{{input | json}}', '{{input | json(1)}}', '{{input | string}}', 'a {{input}}']) {
      expect(() => evaluateTemplate(template, scope)).toThrow(limit);
    }
  });

  it('[T11] the longest pipe of functions that wrap their value builds nothing too deep to be written', () => {
    const pipe = `{{input${' | entries | group_by("key")'.repeat(16)}}}`;
    const value = evaluateTemplate(pipe, { input: { a: 1 } });
    expect(JSON.stringify(value).length).toBeGreaterThan(100);
  });
});
