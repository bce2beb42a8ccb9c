import { didYouMean } from '../nearest-name.js';
import { formatPlace, placeWithin } from '../place.js';
import { replacement } from './check-references.js';
import { type ProblemFix, type Report, takeOut, writeValue } from './problem.js';
import { type SlotUse, slotUses } from './slot-uses.js';
import type { ConnectorStep, Step } from './step-schema.js';
import type { GraphCheck, KnownSlot } from './validation-context.js';

/** Problems of credentials that a step names, by slots or fields of slots that aren't there. */
export function checkSlots(check: GraphCheck, step: Step, report: Report): void {
  if (step.type === 'connector') checkFilled(check, step, report);
  const slots = check.context.slots?.map((slot): KnownSlot => (typeof slot === 'string' ? { slot } : slot));
  if (!slots) return;
  for (const use of slotUses(step)) {
    const { slot, field, place } = use;
    const known = slots.find((each) => each.slot === slot);
    const name = known ? field : slot;
    const names = known ? known.fields : slots.map((each) => each.slot);
    if (name === undefined || !names || names.includes(name)) continue;
    const near = check.nearestName(name, names);
    const what = known ? `The credential in '${slot}' has no field` : 'There is no credential slot';
    const fix = near === undefined ? undefined : known ? fixOf(use, slot, near) : fixOf(use, near, field);
    report('unknown_slot', place, `${what} '${name}'.${didYouMean(near, ' Choose another, or add it.')}`, {
      fix,
    });
  }
}

/** Names another slot or field where one is named. */
function fixOf({ reference, place }: SlotUse, slot: string, field: string | undefined): ProblemFix {
  if (!reference) return writeValue(place, slot, `Use ${slot}`);
  return replacement(reference, formatPlace(['workspace', slot, ...(field === undefined ? [] : [field])]));
}

/** Slots that are filled for a connector that doesn't ask for them. */
function checkFilled({ calledBy, nearestName }: GraphCheck, step: ConnectorStep, report: Report): void {
  const called = calledBy(step);
  if (!called?.slots) return;
  for (const name of Object.keys(step.credentials ?? {})) {
    if (called.slots.includes(name)) continue;
    const near = nearestName(name, called.slots);
    const message = `${called.name} asks for no credential '${name}'.${didYouMean(near)}`;
    const place = placeWithin('credentials', name);
    report('unknown_slot', place, message, { severity: 'warning', fix: takeOut(place) });
  }
}
