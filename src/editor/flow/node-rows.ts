import {
  type BranchStep,
  type Condition,
  type ConditionOperator,
  type HttpStep,
  type JsonSchema,
  type JsonValue,
  parsePlace,
  placeWithin,
  type Step,
  stepTemplates,
  type Template,
  type WaitStep,
} from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import { schemaAt } from '../../forms/schema-at.js';
import type { ConnectorSummary } from '../connector-summary.js';
import { comparisonsOf, isUnary, jointWords, simpleConditionOf } from './conditions.js';
import { type FieldUses, readsOf } from './step-reads.js';
import { fieldsOf, isObject, type StepShape } from './step-shape.js';

/** What an input takes: data of any type, or what can stand in a URL or header as one piece of text. */
export type Accepts = 'any' | 'scalar' | 'scalar_or_list';

/** Inputs that are called by words of the editor: they have no names of their own. */
export type RowWord =
  | 'when'
  | 'if'
  | 'and'
  | 'or'
  | 'for_each'
  | 'seconds'
  | 'until'
  | 'input'
  | ConditionOperator;

/** One input of a step's node: a place that a wire can end at. */
export interface InputRow {
  place: string;
  label: string;
  /** What stands in the label's place, in the reader's language. */
  word?: RowWord;
  /** It is a part of a condition that is nested, and says nothing alone. */
  isPart?: boolean;
  required: boolean;
  /** It only says something: no wire can end at it. */
  isFixed?: boolean;
  accepts: Accepts;
  schema?: JsonSchema;
  value?: Template;
}

/** One output of a step's node: a field that a wire can start from. */
export interface OutputRow {
  /** `''` is the whole output. */
  field: string;
  value?: JsonValue;
  /** The value is of an earlier run than the one that is shown: only its type still says something. */
  isEarlier?: boolean;
  schema?: JsonSchema;
  /** How many places read it. */
  uses: number;
}

/** The names of the `:name` segments of a URL, in order. */
export function pathNames(url = ''): string[] {
  const names = url.split(/[?#]/, 1)[0]?.matchAll(/\/:([A-Za-z_][A-Za-z0-9_]*)/g) ?? [];
  return [...new Set([...names].flatMap((match) => match[1] ?? []))];
}

function rowOf(place: string, label: string, more: Partial<InputRow> = {}): InputRow {
  return { place, label, required: false, accepts: 'any', ...more };
}

function rowsOfRecord(
  record: Record<string, Template> | undefined,
  at: string,
  accepts: Accepts,
): InputRow[] {
  return Object.entries(record ?? {}).map(([key, value]) =>
    rowOf(placeWithin(at, key), key, { accepts, value }),
  );
}

function httpRows({ request }: HttpStep): InputRow[] {
  // A host may give a graph that is half filled in.
  if (request === undefined) return [];
  const { path = {}, body } = request;
  const names = [...new Set([...pathNames(request.url), ...Object.keys(path)])];
  const rows = names.map((name) => {
    const value = path[name];
    const known = value === undefined ? {} : { value };
    return rowOf(placeWithin('request.path', name), name, { required: true, accepts: 'scalar', ...known });
  });
  rows.push(...rowsOfRecord(request.query, 'request.query', 'scalar_or_list'));
  if (body?.type === 'form') rows.push(...rowsOfRecord(body.fields, 'request.body.fields', 'scalar_or_list'));
  if (body?.type === 'json') {
    if (isObject(body.value)) rows.push(...rowsOfRecord(body.value, 'request.body.value', 'any'));
    else rows.push(rowOf('request.body.value', 'body', { value: body.value }));
  }
  return rows;
}

function connectorRows(
  input: Template,
  connector: Pick<ConnectorSummary, 'inputSchema'> | undefined,
): InputRow[] {
  const schema = connector?.inputSchema;
  const properties = isObject(schema?.properties) ? Object.keys(schema.properties) : [];
  const required = Array.isArray(schema?.required) ? schema.required : [];
  const given = isObject(input) ? input : {};
  const names = [...new Set([...properties, ...Object.keys(given)])];
  const rows = names.map((name): InputRow => {
    const property = schema && schemaAt(schema, [name]);
    const value = given[name];
    return rowOf(placeWithin('input', name), typeof property?.title === 'string' ? property.title : name, {
      required: required.includes(name),
      ...(property && { schema: property }),
      ...(value !== undefined && { value }),
    });
  });
  return rows.sort((a, b) => Number(b.required) - Number(a.required));
}

/**
 * Two rows for each comparison, which read as a sentence: what is compared, then how and with what. `name` is what the
 * first of all is called; of a condition that is nested, each comparison is only said to be a part.
 */
function conditionRows(
  condition: Condition | undefined,
  place: string,
  name: { label: string; word?: RowWord },
): InputRow[] {
  if (condition === undefined) return [];
  const { joint } = simpleConditionOf(condition) ?? { joint: 'nested' as const };
  return comparisonsOf(condition, place).flatMap(({ comparison, place: at }, index) => {
    const { left, op, right } = comparison;
    const follows = index > 0 && joint !== undefined && joint !== 'nested' ? jointWords[joint] : undefined;
    const word = follows ?? name.word;
    const first = {
      ...(word && { word }),
      ...(joint === 'nested' && { isPart: true }),
      ...given(left),
      required: true,
    };
    // How it is compared must be seen also where there is nothing to compare with.
    const second = isUnary(op) ? { isFixed: true } : { ...given(right), required: true };
    return [rowOf(`${at}.left`, name.label, first), rowOf(`${at}.right`, op, { word: op, ...second })];
  });
}

/** A side of a comparison that is an empty text still has to be filled in. */
function given(template: Template | undefined): { value?: Template } {
  return template === undefined || template === '' ? {} : { value: template };
}

function branchRows({ cases }: BranchStep): InputRow[] {
  // As above.
  return (cases ?? []).flatMap(({ id, name, when }, index) =>
    conditionRows(when, `cases[${index}].when`, { label: name || id }),
  );
}

function waitRows(step: WaitStep): InputRow[] {
  if (step.until !== undefined)
    return [rowOf('until', 'until', { word: 'until', accepts: 'scalar', required: true, value: step.until })];
  const seconds = step.for?.seconds;
  const schema = { type: 'number' };
  return [rowOf('for.seconds', 'seconds', { word: 'seconds', required: true, schema, ...given(seconds) })];
}

/** What decides whether a step runs at all, and how often. */
function controlRows({ when, forEach }: Step): InputRow[] {
  const rows = conditionRows(when, 'when', { label: 'when', word: 'when' });
  if (forEach === undefined) return rows;
  const schema = { type: 'array' };
  const loop = { word: 'for_each' as const, required: true, schema, ...given(forEach.items) };
  return [rowOf('forEach.items', 'forEach', loop), ...rows];
}

function mainRows(step: Step, connector: ConnectorSummary | undefined): InputRow[] {
  switch (step.type) {
    case 'http':
      return httpRows(step);
    case 'connector':
      return connectorRows(step.input, connector);
    case 'transform':
      return rowsOfRecord(step.output, 'output', 'any');
    case 'branch':
      return branchRows(step);
    case 'wait':
      return waitRows(step);
    case 'action':
      return step.input === undefined || isObject(step.input)
        ? connectorRows(step.input ?? {}, undefined)
        : [rowOf('input', 'input', { word: 'input', value: step.input })];
    default:
      return unreachable(step);
  }
}

/** Does `place` lie at or inside the place of a row? */
export function isInside(place: string, outer: string): boolean {
  if (!place.startsWith(outer)) return false;
  const next = place[outer.length];
  return next === undefined || next === '.' || next === '[';
}

/**
 * The inputs of a step's node. Beside those that its type always has, there is one for every other place that
 * reads something, so that no wire ends in nothing.
 */
export function inputRows(step: Step, connector?: ConnectorSummary): InputRow[] {
  const rows = [...controlRows(step), ...mainRows(step, connector)];
  const values = new Map(stepTemplates(step).map(({ place, template }) => [place, template]));
  for (const read of readsOf(step)) {
    if (rows.some((row) => isInside(read.place, row.place))) continue;
    const value = values.get(read.place);
    rows.push(rowOf(read.place, labelOfPlace(read.place), { ...(value !== undefined && { value }) }));
  }
  return rows;
}

function labelOfPlace(place: string): string {
  if (place === 'request.url') return 'URL';
  const keys = parsePlace(place).filter((key) => typeof key === 'string');
  const [first, last = place] = [keys[0], keys.at(-1)];
  // What is told apart by more than its own name: `poll left`, `pagination cursor`.
  return first === undefined || first === last || first === 'request' || first === 'output'
    ? last
    : `${first} ${last}`;
}

/** The outputs of a step's node: the whole, then its fields, then fields that are read but not known. */
export function outputRows(shape: StepShape, uses: FieldUses): OutputRow[] {
  const isEarlier = shape.origin === 'earlier';
  const whole: OutputRow = {
    field: '',
    uses: uses[''] ?? 0,
    ...(shape.value !== undefined && { value: shape.value }),
    ...(shape.schema !== undefined && { schema: shape.schema }),
  };
  const names = new Set([...fieldsOf(shape), ...Object.keys(uses).filter((field) => field !== '')]);
  const fields = [...names].map((field): OutputRow => {
    const value = isObject(shape.value) && Object.hasOwn(shape.value, field) ? shape.value[field] : undefined;
    const schema = shape.schema && schemaAt(shape.schema, [field]);
    return {
      field,
      uses: uses[field] ?? 0,
      ...(value !== undefined && { value }),
      ...(isEarlier && { isEarlier }),
      ...(schema !== undefined && { schema }),
    };
  });
  return [whole, ...fields];
}

/** Most rows of one side that a node shows before it is opened. */
const ROWS_SHOWN = 8;

/** The rows to show: those with something in them never fold away. */
export function foldRows<Row>(
  rows: readonly Row[],
  isKept: (row: Row) => boolean,
): { shown: Row[]; more: number } {
  if (rows.length <= ROWS_SHOWN + 1) return { shown: [...rows], more: 0 };
  let free = Math.max(0, ROWS_SHOWN - rows.filter(isKept).length);
  const shown = rows.filter((row) => {
    if (isKept(row)) return true;
    free -= 1;
    return free >= 0;
  });
  return { shown, more: rows.length - shown.length };
}
