import { CONDITION_OPERATORS, DEFAULT_LIMITS, type Limits } from '#engine';
import { MAX_TEMPLATE_LENGTH } from '../src/engine/expressions/limits.js';
import { outcomeSchema } from '../src/engine/graph/http-step-schema.js';
import { stepBase } from '../src/engine/graph/step-base.js';
import { documented, flowSchema, type PartName, readSource, type Schema } from './flow-schema.js';
import { code, comment, table } from './markdown.js';
import { readInterface, readUnion } from './read-doc-comments.js';

/** Where the page tells of a part of the schema, or how it calls a part that needs no place of its own. */
const PLACES: Partial<Record<PartName, string>> = {
  Condition: '[condition](#conditions)',
  ForEach: '[loop](#loops)',
  Retry: '[retries](#retries)',
  Request: '[request](#requests)',
  Auth: '[authentication](#authentication)',
  Body: '[body](#bodies)',
  Classification: '[classification](#what-an-answer-means)',
  Pagination: '[pages](#pages)',
  Poll: '[polling](#polling)',
  Case: '[case](#branch)',
  Step: 'step',
  Edge: '[edge](#edges)',
  Permissions: '[permissions](#permissions)',
  Template: 'any value',
  StepId: 'text',
  Slot: 'text',
};

const schema = flowSchema();

/** The fields of a part; of a step those that not every step has. */
export function fieldTable(part: PartName): string {
  const { properties, required } = partOf(part);
  const isStep = part.endsWith('Step');
  const own = Object.entries(properties ?? {}).filter(
    ([name]) => !isStep || (name !== 'type' && !Object.hasOwn(stepBase, name)),
  );
  return fields({ properties: Object.fromEntries(own), required: required ?? [] });
}

/** The fields that every step has. */
export function commonFieldTable(): string {
  const { properties = {} } = partOf('HttpStep');
  const common = Object.keys(stepBase).map((name) => [name, properties[name] ?? {}]);
  return fields({ properties: Object.fromEntries(common), required: ['id'] });
}

/** The kinds of a part, each with its fields; those that all have come last, once. */
export function kindTable(part: PartName): string {
  const kinds = partOf(part).oneOf ?? [];
  const [first] = kinds;
  const shared = Object.keys(first?.properties ?? {}).filter((name) =>
    kinds.every(
      ({ properties }) => JSON.stringify(properties?.[name]) === JSON.stringify(first?.properties?.[name]),
    ),
  );
  const rows = kinds.flatMap((kind) => {
    const { type, ...own } = kind.properties ?? {};
    const properties = Object.entries(own).filter(([name]) => !shared.includes(name));
    return [
      [code(String(type?.const)), '', '', comment(described(kind, part))],
      ...fieldRows({ ...kind, properties: Object.fromEntries(properties) }).map((row) => ['', ...row]),
    ];
  });
  const common = Object.fromEntries(shared.map((name) => [name, first?.properties?.[name] ?? {}]));
  const all = fieldRows({ ...first, properties: common }).map((row, index) => [
    index === 0 ? 'all' : '',
    ...row,
  ]);
  return table(['`type`', 'field', 'value', 'what it is'], [...rows, ...all]);
}

export function operatorTable(): string {
  const docs = documented.get('CONDITION_OPERATORS')?.items ?? [];
  return table(
    ['`op`', 'holds where'],
    CONDITION_OPERATORS.map((operator, index) => [
      code(operator),
      comment(docs[index]?.doc ?? missing(operator)),
    ]),
  );
}

export function outcomeTable(): string {
  const docs = documented.get('outcomeSchema')?.items ?? [];
  return table(
    ['`as`', 'what becomes of the answer'],
    outcomeSchema.def.values.map((outcome, index) => [
      code(outcome),
      comment(docs[index]?.doc ?? missing(outcome)),
    ]),
  );
}

export function errorTable(): string {
  return unionTable('run/event.ts', 'StepErrorCode');
}

export function problemTable(): string {
  return unionTable('graph/problem.ts', 'ProblemCode');
}

export function limitTable(): string {
  const docs = readInterface(readSource('run/limits.ts'), 'Limits');
  const rows = Object.entries(DEFAULT_LIMITS).map(([name, value]: [string, Limits[keyof Limits]]) => [
    code(name),
    value.toLocaleString('en'),
    comment(docs.get(name) || missing(name)),
  ]);
  return table(['limit', 'default', 'of what'], rows);
}

function unionTable(file: string, type: string): string {
  const names = [...readUnion(readSource(file), type)];
  return table(
    ['code', 'what it says'],
    names.map(([name, doc]) => [code(name), comment(doc || missing(name))]),
  );
}

function partOf(part: PartName): Schema {
  return schema.$defs?.[part] ?? missing(part);
}

function fields(of: Schema): string {
  return table(['field', 'value', 'what it is'], fieldRows(of));
}

function fieldRows({ properties = {}, required = [] }: Schema, before = ''): string[][] {
  return Object.entries(properties).flatMap(([name, property]) => {
    const path = before + name;
    const isNeeded = required.includes(name) ? ', required' : '';
    const inner = [property, ...(property.anyOf ?? [])].filter(
      (part) => part.properties && name !== 'position',
    );
    return [
      [code(path), kindOf(property) + isNeeded, comment(described(property, path))],
      ...inner.flatMap((part) => fieldRows(part, `${path}.`)),
    ];
  });
}

function described({ description, $ref }: Schema, name: string): string {
  return description ?? schema.$defs?.[nameOf($ref)]?.description ?? missing(name);
}

function missing(name: string): never {
  throw new Error(`${name} needs a doc comment where it is defined: docs/steps.md is made from it.`);
}

function nameOf($ref: string | undefined): string {
  return $ref?.replace('#/$defs/', '') ?? '';
}

/** What may stand in a place. */
function kindOf(value: Schema): string {
  if (value.$ref) return PLACES[nameOf(value.$ref) as PartName] ?? nameOf(value.$ref); // refers to a part by its name
  if (value.const !== undefined) return code(JSON.stringify(value.const));
  if (value.enum) return value.enum.map(code).join(', ');
  if (value.anyOf) return value.anyOf.map(kindOf).join(' or ');
  switch (value.type) {
    case 'string':
      return value.maxLength === undefined || value.maxLength === MAX_TEMPLATE_LENGTH
        ? 'text'
        : `text, ${count(value.maxLength)} characters at most`;
    case 'integer':
      return `whole number${range(value)}`;
    case 'boolean':
      return '`true`, `false`';
    case 'array':
      return `list of ${kindOf(value.items ?? {})}${value.maxItems === undefined ? '' : `, ${count(value.maxItems)} at most`}`;
    default:
      return value.properties ? code(`{ ${Object.keys(value.properties).join(', ')} }`) : 'object';
  }
}

function range({ minimum, maximum }: Schema): string {
  const isOpen = (bound: number | undefined) =>
    bound === undefined || Math.abs(bound) === Number.MAX_SAFE_INTEGER;
  if (isOpen(maximum)) return isOpen(minimum) ? '' : ` from ${count(minimum ?? 0)}`;
  return `, ${count(minimum ?? 0)} to ${count(maximum ?? 0)}`;
}

function count(number: number): string {
  return number.toLocaleString('en');
}
