import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '#engine';
import { createRedactor } from '../../../src/engine/secrets/redactor.js';
import { anySecret, hide, KEY, redactorOf } from '../../support/redactors.js';
import { encoders } from '../../support/secret-encoders.js';
import { findsSecret } from '../../support/secret-finder.js';

describe('pairs', () => {
  it.each([
    ['Aladdin', 'open sesame'],
    ['test', '123£'],
    ['me', 'abc'],
    ['key-as-user', ''],
    ['', 'token'],
  ])('[S2] %s with %s', (user, password) => {
    const redactor = createRedactor();
    redactor.addPair(user, password);
    const basic = Buffer.from(`${user}:${password}`).toString('base64');
    expect(redactor.text(`Basic ${basic}`)).toMatch(/^Basic ••••=*$/);
    expect(redactor.text(`{"auth":"${basic}"}`)).toMatch(/^\{"auth":"••••=*"\}$/);
    expect(redactor.text(`https://${user}:${encodeURIComponent(password)}@a.test/`)).toMatch(
      /^https:\/\/••••:?@a\.test\/$/,
    );
  });

  it('[S2] a user name is hidden alone only where it is all there is', () => {
    const redactor = createRedactor();
    redactor.addPair('admin', 'hunter2!');
    expect(redactor.text('admin hunter2!')).toBe('admin ••••');
    const single = createRedactor();
    single.addPair('sk_live_1', '');
    expect(single.text('sk_live_1')).toBe('••••');
  });
});

describe('keys of many lines', () => {
  const lines = KEY.trim().split('\n');

  it.each(lines.filter((line) => line.length >= 4))('[S2] the line %s', (line) => {
    expect(hide(`see ${line}.`, KEY)).toBe('see ••••.');
    expect(hide(`see ${line}.`, KEY.replaceAll('\n', '\r\n   '))).toBe('see ••••.');
  });

  it.each<[string, (key: string) => string]>([
    ['as it is', (key) => key],
    ['with CRLF', (key) => key.replaceAll('\n', '\r\n')],
    ['in one line', (key) => key.replaceAll('\n', '')],
    ['in JSON', (key) => JSON.stringify(key).slice(1, -1)],
    ['in JSON with CRLF', (key) => JSON.stringify(key.replaceAll('\n', '\r\n')).slice(1, -1)],
    ['in JSON in JSON', (key) => JSON.stringify(JSON.stringify(key).slice(1, -1)).slice(1, -1)],
    ['percent-encoded', encodeURIComponent],
    ['percent-encoded with CRLF', (key) => encodeURIComponent(key.replaceAll('\n', '\r\n'))],
    ['in a form', (key) => new URLSearchParams({ key }).toString().slice(4)],
    ['in lines of another length', (key) => key.replaceAll('\n', '').replace(/.{25}/g, '$&\n')],
  ])('[S2] %s', (_, write) => {
    for (const secret of [KEY, KEY.replaceAll('\n', '\r\n'), KEY.replaceAll('\n', '\r')]) {
      expect(hide(`<${write(KEY.trim())}>`, secret)).toBe('<••••>');
    }
  });

  it.each<[string, (key: string) => string]>([
    ['as it is', (key) => key],
    ['with CRLF', (key) => key.replaceAll('\n', '\r\n')],
    ['in one line', (key) => key.replaceAll('\n', '')],
  ])('[S2] in hex and base64 %s', (_, write) => {
    for (const secret of [KEY, KEY.replaceAll('\n', '\r\n')]) {
      for (const before of ['', 'a', 'ab']) {
        const bytes = Buffer.from(before + write(KEY.trim()));
        expect(hide(bytes.toString('base64'), secret)).toMatch(/^.{0,2}••••=*$/);
        expect(hide(bytes.toString('base64').replace(/.{76}/g, '$&\n'), secret)).toMatch(/^.{0,2}••••=*$/);
        expect(hide(bytes.toString('hex'), secret)).toMatch(/^.{0,4}••••$/);
      }
    }
  });
});

describe('values', () => {
  const redactor = redactorOf('hunter2!', '12345678', '12345678901234567890');

  it('[S1] are looked through, keys and numbers too', () => {
    const value: JsonValue = {
      a: ['x', { b: 'is hunter2!', c: null, d: true }],
      'hunter2!': 1,
      n: [12345678, 123456789, -12345678, 1.5],
      long: JSON.parse('12345678901234567890'),
    };
    expect(redactor.value(value)).toEqual({
      a: ['x', { b: 'is ••••', c: null, d: true }],
      '••••': 1,
      n: ['••••', 123456789, -12345678, 1.5],
      long: '••••',
    });
  });

  it('[S3] are given back as the same where they hold no secret', () => {
    const value: JsonValue = { a: [{ b: 'x' }, 'y'], c: 'hunter2' };
    expect(redactor.value(value)).toBe(value);
    const mixed: JsonValue = { kept: { a: ['x'] }, list: [[1], 'hunter2!', ['y']] };
    const hidden = redactor.value(mixed) as typeof mixed; // what is no secret keeps its shape
    expect(hidden).toEqual({ kept: { a: ['x'] }, list: [[1], '••••', ['y']] });
    expect(hidden.kept).toBe(mixed.kept);
    expect((hidden.list as JsonValue[])[0]).toBe((mixed.list as JsonValue[])[0]); // both are lists
    expect(mixed.list).toEqual([[1], 'hunter2!', ['y']]);
  });

  it('[S3] are looked through once where they are large, and again for a secret that is new', () => {
    let reads = 0;
    const list: JsonValue[] = new Proxy(['x'.repeat(2_000), 'token-2'], {
      get(target, key, receiver) {
        if (key === '0') reads += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const redactor = redactorOf('hunter2!');
    const [first] = redactor.value([list, 'hunter2!']) as JsonValue[]; // a list stays one
    expect([first, reads]).toEqual([list, 1]);
    expect(redactor.value({ again: list, key: 'hunter2!' })).toEqual({ again: list, key: '••••' });
    const copy = redactor.value([list, 'hunter2!']);
    expect(redactor.value(copy)).toBe(copy);
    redactor.add('hunter2!');
    redactor.value(list);
    reads = 0;
    redactor.value([list]);
    expect(reads).toBe(0);
    redactor.add('token-2');
    expect(redactor.value({ list })).toEqual({ list: ['x'.repeat(2_000), '••••'] });
  });

  it('[S3] lose no member where keys become the same', () => {
    const both = redactorOf('hunter2!', 'hunter3!');
    const value = {
      first: 0,
      'hunter2!': 1,
      'hunter3!': 2,
      '•••• (2)': 3,
      '••••': 4,
      last: 5,
    };
    const hidden = both.value(value);
    expect(Object.entries(hidden ?? {})).toEqual([
      ['first', 0],
      ['••••', 1],
      ['•••• (2)', 2],
      ['•••• (2) (2)', 3],
      ['•••• (3)', 4],
      ['last', 5],
    ]);
  });

  it('[S3] have own members only', () => {
    const value = JSON.parse('{"a":"hunter2!","__proto__":{"b":"hunter2!"},"constructor":"x"}') as JsonValue; // text of ours
    const hidden = redactor.value(value);
    expect(JSON.stringify(hidden)).toBe('{"a":"••••","__proto__":{"b":"••••"},"constructor":"x"}');
    expect(Object.getPrototypeOf(hidden)).toBe(Object.prototype);
    const inherited: JsonValue = Object.create({ c: 'hunter2!' });
    expect(redactor.value(inherited)).toBe(inherited);
  });

  it('[S3] of any depth are looked through', () => {
    const nest = (inner: JsonValue, depth: number): JsonValue => {
      let value = inner;
      for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { a: value };
      return value;
    };
    expect(redactor.value(nest('hunter2!', 200))).toEqual(nest('••••', 200));
    const clean = nest('x', 50_000);
    expect(redactor.value(clean)).toBe(clean);
    for (const inner of ['is hunter2!', 12345678, { 'hunter2!': 1 }]) {
      const hidden = redactor.value({ kept: 1, deep: nest(inner, 50_000) });
      expect(JSON.stringify(hidden)).toMatch(/^\{"kept":1,"deep":[^x]*••••[^x]*\}$/);
    }
  });

  it.each([0, 1])('[S1] hold no secret afterwards, as JSON (seed %i)', (seed) => {
    fc.assert(
      fc.property(
        anySecret(),
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom(...encoders),
        (secret, filler, { encode }) => {
          const value = [filler, { [`x${encode(secret)}`]: [encode(secret), filler] }, secret] as JsonValue; // fast-check's type for JSON is wider
          const hidden = redactorOf(secret).value(value);
          expect(findsSecret(JSON.stringify(hidden), secret)).toBe(false);
        },
      ),
      { seed, numRuns: 500 },
    );
  });

  it('[S3] cost nothing while there is no secret', () => {
    const empty = createRedactor();
    const value = { a: 'hunter2!' };
    expect(empty.isEmpty).toBe(true);
    expect(empty.value(value)).toBe(value);
    empty.add('hunter2!');
    empty.add('hunter2!');
    expect(empty.isEmpty).toBe(false);
    expect(empty.value(value)).toEqual({ a: '••••' });
  });
});
