import { OPERATOR_WORDS } from '../conditions/operator-words.js';
import { nameTypes } from '../json-schema/check-value.js';
import { areFit, checkType, numberFix } from './check-types.js';
import { type BinaryOperator, isUnary } from './condition-schema.js';
import { hasHoles } from './known-shape.js';
import type { Report } from './problem.js';
import { stepConditions } from './step-conditions.js';
import type { Step } from './step-schema.js';
import { type TypedValue, typedAt } from './typed-texts.js';
import type { GraphCheck } from './validation-context.js';

type Types = readonly string[] | undefined;

const ORDERED = ['number', 'string'];
const TEXT = ['string'];
const WHOLE = ['array', 'string', 'object'];

/** The types that operators take on their two sides; undefined: any. */
const SIDES: Readonly<Record<BinaryOperator, readonly [Types, Types]>> = {
  equals: [undefined, undefined],
  not_equals: [undefined, undefined],
  gt: [ORDERED, ORDERED],
  gte: [ORDERED, ORDERED],
  lt: [ORDERED, ORDERED],
  lte: [ORDERED, ORDERED],
  contains: [WHOLE, undefined],
  not_contains: [WHOLE, undefined],
  starts_with: [TEXT, TEXT],
  ends_with: [TEXT, TEXT],
  matches: [TEXT, TEXT],
  in: [undefined, WHOLE],
};

/** Problems of comparisons whose sides can't be compared, or never are the same. */
export function checkComparisons(check: GraphCheck, step: Step, report: Report): void {
  for (const { place, condition } of stepConditions(step)) {
    if (!('op' in condition) || condition.right === undefined || isUnary(condition.op)) continue;
    const { op } = condition;
    const [wantsLeft, wantsRight] = SIDES[op];
    const left = typedAt(check, step, `${place}.left`, condition.left);
    const right = typedAt(check, step, `${place}.right`, condition.right);
    const suits = (side: TypedValue, wants: Types) => !wants || checkType(side, wants, report);
    const areSuited = [suits(left, wantsLeft), suits(right, wantsRight)];
    if (areSuited.every(Boolean)) checkPair(op, left, right, report);
  }
}

/** Types that each suit their side, and don't go together. */
function checkPair(op: BinaryOperator, left: TypedValue, right: TypedValue, report: Report): void {
  if (!left.types || !right.types || goTogether(op, left.types, right.types)) return;
  const isEquality = op === 'equals' || op === 'not_equals';
  const sides = `${nameTypes(left.types)} and ${nameTypes(right.types)}`;
  const message = isEquality
    ? `This compares ${sides}, which are never the same.`
    : `'${OPERATOR_WORDS[op]}' can't compare ${sides}.`;
  // A text that is to be compared with a number may be one.
  const textual = areFit(right.types, ['number']) && !isHeld(op) ? left : right;
  report('type_mismatch', textual.place, message, {
    ...((isEquality || hasHoles(left.template) || hasHoles(right.template)) && { severity: 'warning' }),
    fix: isHeld(op) ? undefined : numberFix(textual),
  });
}

/** Operators that look for one side in the other. */
function isHeld(op: BinaryOperator): boolean {
  return op === 'contains' || op === 'not_contains' || op === 'in';
}

function goTogether(op: BinaryOperator, left: readonly string[], right: readonly string[]): boolean {
  if (op === 'in') return right.includes('array') || left.includes('string');
  if (isHeld(op)) return left.includes('array') || right.includes('string');
  // What a sample shows may be null another time.
  return left.includes('null') || right.includes('null') || areFit(left, right);
}
