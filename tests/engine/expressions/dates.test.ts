import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateTemplate, type JsonValue } from '#engine';

const iso = (value: JsonValue) => evaluateTemplate('{{input | to_iso}}', { input: value });
const error = (template: string, input: JsonValue = null) => {
  try {
    return `no error but ${JSON.stringify(evaluateTemplate(template, { input }))}`;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
};
/** Milliseconds of any instant in the years 0 to 9999. */
const instants = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 });
const seeds = [0, 1, 2];

describe('reading dates', () => {
  it.each<[JsonValue, string]>([
    ['2024-01-31T09:30:00Z', '2024-01-31T09:30:00.000Z'],
    ['2024-01-31t09:30:00z', '2024-01-31T09:30:00.000Z'],
    ['2024-01-31 09:30:00+02:00', '2024-01-31T07:30:00.000Z'],
    ['2024-01-31T09:30:00-0530', '2024-01-31T15:00:00.000Z'],
    ['2024-01-31T09:30', '2024-01-31T09:30:00.000Z'],
    ['2024-01-31', '2024-01-31T00:00:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-01-31T09:30:00.5Z', '2024-01-31T09:30:00.500Z'],
    ['2024-01-31T09:30:00.1239999Z', '2024-01-31T09:30:00.123Z'],
    ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00.000Z'],
    ['1990-12-31T15:59:60-08:00', '1991-01-01T00:00:00.000Z'],
    ['0001-01-01', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [-1.5, '1969-12-31T23:59:58.500Z'],
    [1_706_693_400.123, '2024-01-31T09:30:00.123Z'],
  ])('[T9] %s is %s', (value, expected) => {
    expect(iso(value)).toBe(expected);
  });

  it.each<JsonValue>([
    '',
    'today',
    '2024',
    '2024-1-31',
    '31.01.2024',
    '2024-00-10',
    '2024-13-01',
    '2023-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-01-31T24:00:00Z',
    '2024-01-31T09:60:00Z',
    '2024-01-31T09:30:61Z',
    '2024-01-31T09:30:00+24:00',
    '2024-01-31T09:30:00+02:60',
    '2024-01-31T09:30:00 Europe/Berlin',
    ' 2024-01-31',
    '+010000-01-01',
    '0000-01-01T00:00:00+00:01',
    1_706_693_400_000,
    -1e300,
  ])('[T9] %s is refused as no date', (value) => {
    for (const call of ['to_iso', 'to_unix', 'date("YYYY")', 'add_time(1, "day")']) {
      const name = call.replace(/\(.*/, '');
      expect(error(`{{input | ${call}}}`, value)).toMatch(
        new RegExp(
          `^${name} needs a date such as "2024-01-31T09:30:00Z", or Unix seconds, .+, but the value is the `,
        ),
      );
    }
  });

  it.each(seeds)('[T9] any instant is read as Date reads it, at any offset (seed %i)', (seed) => {
    const minutes = fc.integer({ min: -1_439, max: 1_439 });
    fc.assert(
      fc.property(instants, minutes, (instant, offset) => {
        const expected = new Date(instant).toISOString();
        expect(iso(expected)).toBe(expected);
        const local = new Date(instant + offset * 60_000).toISOString();
        const clock = new Date(Math.abs(offset) * 60_000).toISOString().slice(11, 16);
        if (/^\d/.test(local)) {
          expect(iso(local.replace('Z', (offset < 0 ? '-' : '+') + clock))).toBe(expected);
        }
        expect(evaluateTemplate('{{input | to_unix}}', { input: expected })).toBe(
          Math.floor(instant / 1_000),
        );
        expect(iso(Math.floor(instant / 1_000))).toBe(expected.replace(/\d{3}Z$/, '000Z'));
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('writing dates', () => {
  const input = '2024-02-09T00:05:07.089Z';

  it.each<[string, string]>([
    ['YYYY-MM-DD', '2024-02-09'],
    ['YYYYMMDD', '20240209'],
    ['D.M.YYYY', '9.2.2024'],
    ['dddd, D MMMM YYYY', 'Friday, 9 February 2024'],
    ['ddd DD MMM', 'Fri 09 Feb'],
    ['HH:mm:ss.SSS', '00:05:07.089'],
    ['hh:mm A', '12:05 AM'],
    ['h:mm A', '12:05 AM'],
    ['YYYY-MM-DDTHH:mm:ssZ', '2024-02-09T00:05:07+00:00'],
    ['[Day] D [of MMMM]', 'Day 9 of MMMM'],
    ['[[D]]', '[D]'],
    ['[D', '[9'],
    ['[', '['],
    ['é 日 $& $1', 'é 日 $& $1'],
    ['', ''],
  ])('[T9] date("%s") is %s', (format, expected) => {
    expect(evaluateTemplate('{{input.date | date(input.format)}}', { input: { date: input, format } })).toBe(
      expected,
    );
  });

  it.each<[string, string]>([
    ['UTC', '2024-02-09 00:05 AM 12 +00:00'],
    ['z', '2024-02-09 00:05 AM 12 +00:00'],
    ['+02:00', '2024-02-09 02:05 AM 2 +02:00'],
    ['-0530', '2024-02-08 18:35 PM 6 -05:30'],
    ['+12:00', '2024-02-09 12:05 PM 12 +12:00'],
    ['-00:00', '2024-02-09 00:05 AM 12 +00:00'],
  ])('[T9] at %s clocks show %s', (timezone, expected) => {
    const scope = { input: { date: input, timezone } };
    expect(evaluateTemplate('{{input.date | date("YYYY-MM-DD HH:mm A h Z", input.timezone)}}', scope)).toBe(
      expected,
    );
  });

  it.each<[string, string]>([
    [
      'date("yyyy-MM-dd")',
      'date\'s format has no yyyy; put letters in [brackets] to keep them, but the value is the text "yyyy-MM-dd".',
    ],
    [
      'date("DDD")',
      'date\'s format has no DDD; put letters in [brackets] to keep them, but the value is the text "DDD".',
    ],
    [
      'date("D [at] h o")',
      'date\'s format has no o; put letters in [brackets] to keep them, but the value is the text "D [at] h o".',
    ],
    [
      `date("${'D '.repeat(501)}")`,
      `date's format must be 1000 characters long at most, but the value is the text "${'D '.repeat(20)}…".`,
    ],
    [
      'date("D", "Europe/Berlin")',
      'date\'s timezone must be "UTC" or an offset such as "+02:00", but the value is the text "Europe/Berlin".',
    ],
    [
      'date("D", "+24:00")',
      'date\'s timezone must be "UTC" or an offset such as "+02:00", but the value is the text "+24:00".',
    ],
  ])('[T9] %s is refused', (call, message) => {
    expect(error(`{{input | ${call}}}`, input)).toBe(message);
  });

  it('[T9] an offset leads into no year that can not be written', () => {
    expect(error('{{"9999-12-31T23:00:00Z" | date("YYYY", "+02:00")}}')).toMatch(/in the years 0 to 9999/);
    expect(error('{{"0000-01-01T01:00:00Z" | date("YYYY", "-02:00")}}')).toMatch(/in the years 0 to 9999/);
  });

  it.each(seeds)('[T9] a date that is written is read back (seed %i)', (seed) => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1_439, max: 1_439 }), (instant, minutes) => {
        const clock = new Date(Math.abs(minutes) * 60_000).toISOString().slice(11, 16);
        const scope = {
          input: { date: new Date(instant).toISOString(), zone: (minutes < 0 ? '-' : '+') + clock },
        };
        fc.pre(Math.abs(instant) < 62_167_000_000_000);
        const template = '{{input.date | date("YYYY-MM-DD[T]HH:mm:ss.SSSZ", input.zone) | to_iso}}';
        expect(evaluateTemplate(template, scope)).toBe(scope.input.date);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('adding time', () => {
  const add = (input: JsonValue, amount: number, unit: string) =>
    evaluateTemplate('{{input.date | add_time(input.amount, input.unit)}}', {
      input: { date: input, amount, unit },
    });

  it.each<[string, number, string, string]>([
    ['2024-01-31', 1, 'month', '2024-02-29'],
    ['2023-01-31', 1, 'months', '2023-02-28'],
    ['2024-03-31', -1, 'month', '2024-02-29'],
    ['2024-02-29', 1, 'year', '2025-02-28'],
    ['2024-02-29', 4, 'years', '2028-02-29'],
    ['2024-02-29', -1, 'years', '2023-02-28'],
    ['2024-12-31', 2, 'months', '2025-02-28'],
    ['2024-05-31', 13, 'months', '2025-06-30'],
    ['2024-01-15', 12, 'months', '2025-01-15'],
    ['0099-12-31', 1, 'day', '0100-01-01'],
    ['0004-02-29', -4, 'years', '0000-02-29'],
    ['2024-02-28', 1, 'day', '2024-02-29'],
    ['2024-02-28', 2, 'days', '2024-03-01'],
    ['2024-01-01', -1, 'weeks', '2023-12-25'],
    ['2024-01-31', 0, 'months', '2024-01-31'],
  ])('[T9] %s and %i %s is %s', (date, amount, unit, expected) => {
    expect(add(date, amount, unit)).toBe(`${expected}T00:00:00.000Z`);
  });

  it('[T9] parts of a unit of fixed length count', () => {
    expect(add('2024-01-31', 1.5, 'hours')).toBe('2024-01-31T01:30:00.000Z');
    expect(add('2024-01-31', 0.001, 'seconds')).toBe('2024-01-31T00:00:00.001Z');
  });

  it.each<[string, string]>([
    [
      'add_time(1, "fortnight")',
      'add_time\'s unit must be seconds, minutes, hours, days, weeks, months or years, but the value is the text "fortnight".',
    ],
    [
      'add_time(1, "constructor")',
      'add_time\'s unit must be seconds, minutes, hours, days, weeks, months or years, but the value is the text "constructor".',
    ],
    [
      'add_time(0.5, "months")',
      "add_time's amount must be whole for months and years, but the value is the number 0.5.",
    ],
    ['add_time("1", "day")', 'add_time\'s amount must be a number, but the value is the text "1".'],
  ])('[T9] %s is refused', (call, message) => {
    expect(error(`{{"2024-01-31" | ${call}}}`)).toBe(message);
  });

  it.each([
    [1e308, 'days'],
    [-1e308, 'years'],
    [8_000, 'years'],
    [1e15, 'seconds'],
  ])('[T9] %d %s lead out of the years that can be written', (amount, unit) => {
    expect(() => add('2024-01-31', amount, unit)).toThrow(/^add_time needs .+ in the years 0 to 9999/);
  });

  it.each(seeds)('[T9] units of fixed length add up as milliseconds do (seed %i)', (seed) => {
    const units = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 };
    const unit = fc.constantFrom(...(Object.keys(units) as (keyof typeof units)[]));
    fc.assert(
      fc.property(instants, fc.integer({ min: -5_000, max: 5_000 }), unit, (instant, amount, name) => {
        const expected = new Date(instant + amount * units[name]).toISOString();
        fc.pre(/^\d/.test(expected));
        expect(add(new Date(instant).toISOString(), amount, name)).toBe(expected);
      }),
      { seed, numRuns: 500 },
    );
  });

  it.each(seeds)('[T9] months keep the day and the time, or take the last day (seed %i)', (seed) => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -1_000, max: 1_000 }), (instant, amount) => {
        const start = new Date(instant);
        const months = start.getUTCFullYear() * 12 + start.getUTCMonth() + amount;
        fc.pre(months >= 0 && months < 120_000);
        const year = Math.floor(months / 12);
        const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
        const lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        const day = Math.min(start.getUTCDate(), lengths[months % 12] ?? 0);
        const two = (number: number) => String(number).padStart(2, '0');
        const date = `${String(year).padStart(4, '0')}-${two((months % 12) + 1)}-${two(day)}`;
        expect(add(start.toISOString(), amount, 'months')).toBe(`${date}${start.toISOString().slice(10)}`);
      }),
      { seed, numRuns: 500 },
    );
  });
});
