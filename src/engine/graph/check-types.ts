import { isReference } from '../expressions/list-references.js';
import type { Template } from '../json.js';
import { nameTypes } from '../json-schema/check-value.js';
import { formatPlace, placeWithin } from '../place.js';
import { checkComparisons } from './check-comparisons.js';
import { lookUp, namesOf, typesOf } from './known-shape.js';
import { type ProblemFix, type Report, writeValue } from './problem.js';
import type { Step } from './step-schema.js';
import { hasHoles, typesAt } from './typed-texts.js';
import type { GraphCheck } from './validation-context.js';

/** A value in a step, and the types that its place takes, by JSON Schema's names. */
interface TypedPlace {
  place: string;
  template: Template;
  wants: readonly string[];
}

/** What to do about a value of a wrong type: the end of the message, and a fix. */
interface Advice {
  hint?: string;
  fix?: ProblemFix | undefined;
}

/** Problems of values whose types are known and don't suit their places. */
export function checkTypes(check: GraphCheck, step: Step, report: Report): void {
  const { forEach } = step;
  if (forEach) {
    const items = { place: 'forEach.items', template: forEach.items, wants: ['array'] };
    checkType(check, step, items, report, () => listAdvice(check, step, forEach.items));
  }
  if (step.type === 'wait') {
    if (step.for)
      checkType(check, step, { place: 'for.seconds', template: step.for.seconds, wants: ['number'] }, report);
    if (step.until !== undefined)
      checkType(check, step, { place: 'until', template: step.until, wants: ['string', 'number'] }, report);
  }
  if (step.type === 'http' && step.pagination?.items.trim()) {
    const { items } = step.pagination;
    checkType(check, step, { place: 'pagination.items', template: items, wants: ['array'] }, report);
  }
  checkComparisons(check, step, report);
}

/** False where a value doesn't suit its place: an error where it never does, a warning where it comes from a run. */
export function checkType(
  check: GraphCheck,
  step: Step,
  { place, template, wants }: TypedPlace,
  report: Report,
  advise: (types: readonly string[]) => Advice = (types) =>
    areFit(['number'], wants) ? { fix: numberFix(place, template, types) } : {},
): boolean {
  const types = typesAt(check, step, place, template);
  if (areFit(types, wants)) return true;
  const given = types ? nameTypes(types) : '';
  const { hint = '', fix } = advise(types ?? []);
  if (hasHoles(template)) {
    const message = `This field wants ${nameTypes(wants)}, and ${String(template)} gives ${given}.${hint}`;
    report('type_mismatch', place, message, { severity: 'warning', fix });
  } else {
    report('type_mismatch', place, `This field wants ${nameTypes(wants)}, not ${given}.${hint}`, { fix });
  }
  return false;
}

/** Whether a value of one of the types may be of another; where nothing is known it may. */
export function areFit(types: readonly string[] | undefined, wants: readonly string[] | undefined): boolean {
  if (!types || !wants) return true;
  return types.map(widened).some((type) => wants.map(widened).includes(type));
}

function widened(type: string): string {
  return type === 'integer' ? 'number' : type;
}

/** Makes a number of a text, where it is one or a single expression. */
export function numberFix(
  path: string,
  template: Template,
  types: readonly string[] | undefined,
): ProblemFix | undefined {
  if (typeof template !== 'string' || !types?.includes('string')) return undefined;
  if (!hasHoles(template)) {
    const value = template.trim() === '' ? Number.NaN : Number(template);
    return Number.isFinite(value) ? writeValue(path, value) : undefined;
  }
  if (!isReference(template)) return undefined;
  const value = template.replace(/\s*\}\}$/, ' | number}}');
  return writeValue(path, value, `Use ${value}`);
}

/** A list in what was given instead of one. */
function listAdvice({ shapeOf }: GraphCheck, step: Step, template: Template): Advice {
  const reference = isReference(template);
  const shape = reference && shapeOf(reference.root, step);
  const looked = shape && lookUp(shape, reference.path);
  if (!reference || looked?.status !== 'found') return {};
  const name = namesOf(looked.shape).find((key) => {
    const member = lookUp(looked.shape, [key]);
    return member.status === 'found' && typesOf(member.shape)?.includes('array');
  });
  if (name === undefined) {
    const isText = typesOf(looked.shape)?.includes('string');
    return { hint: isText ? ' Take a text apart with | split(",").' : ' Choose a list.' };
  }
  const value = `{{${placeWithin(formatPlace([reference.root, ...reference.path]), name)}}}`;
  return { hint: ` Did you mean ${value}?`, fix: writeValue('forEach.items', value, `Use ${value}`) };
}
