import { isReference } from '../expressions/list-references.js';
import type { Template } from '../json.js';
import { nameTypes } from '../json-schema/check-value.js';
import { formatPlace, placeWithin } from '../place.js';
import { checkComparisons } from './check-comparisons.js';
import { hasHoles, lookUp, namesOf, typesOf } from './known-shape.js';
import { type ProblemFix, type Report, writeValue } from './problem.js';
import type { Step } from './step-schema.js';
import { type TypedValue, typedAt } from './typed-texts.js';
import type { GraphCheck } from './validation-context.js';

/** What to do about a value of a wrong type: the end of the message, and a fix. */
interface Advice {
  hint?: string;
  fix?: ProblemFix | undefined;
}

/** Problems of values whose types are known and don't suit their places. */
export function checkTypes(check: GraphCheck, step: Step, report: Report): void {
  const { forEach } = step;
  const typed = (place: string, template: Template) => typedAt(check, step, place, template);
  if (forEach)
    checkType(typed('forEach.items', forEach.items), ['array'], report, () =>
      listAdvice(check, step, forEach.items),
    );
  if (step.type === 'wait') {
    if (step.for) checkType(typed('for.seconds', step.for.seconds), ['number'], report);
    if (step.until !== undefined) checkType(typed('until', step.until), ['string', 'number'], report);
  }
  if (step.type === 'http' && step.pagination?.items.trim())
    checkType(typed('pagination.items', step.pagination.items), ['array'], report);
  checkComparisons(check, step, report);
}

/** False where a value doesn't suit its place: an error where it never does, a warning where it comes from a run. */
export function checkType(
  value: TypedValue,
  wants: readonly string[],
  report: Report,
  advise: () => Advice = () => (areFit(['number'], wants) ? { fix: numberFix(value) } : {}),
): boolean {
  const { place, template, types } = value;
  if (!types || areFit(types, wants)) return true;
  const { hint = '', fix } = advise();
  const given = nameTypes(types);
  if (hasHoles(template)) {
    const message = `This field wants ${nameTypes(wants)}, and ${String(template)} gives ${given}.${hint}`;
    report('type_mismatch', place, message, { severity: 'warning', fix });
  } else {
    report('type_mismatch', place, `This field wants ${nameTypes(wants)}, not ${given}.${hint}`, { fix });
  }
  return false;
}

/** Whether a value of one of the types may be of another. */
export function areFit(types: readonly string[], wants: readonly string[]): boolean {
  const wanted = wants.map(widened);
  return types.some((type) => wanted.includes(widened(type)));
}

function widened(type: string): string {
  return type === 'integer' ? 'number' : type;
}

/** Makes a number of a text, where it is one or a single expression. */
export function numberFix({ place, template, types }: TypedValue): ProblemFix | undefined {
  if (typeof template !== 'string' || !types?.includes('string')) return undefined;
  if (!hasHoles(template)) {
    const value = template.trim() === '' ? Number.NaN : Number(template);
    return Number.isFinite(value) ? writeValue(place, value) : undefined;
  }
  if (!isReference(template)) return undefined;
  const value = `${template.slice(0, -2).trimEnd()} | number}}`;
  return writeValue(place, value, `Use ${value}`);
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
