import type { TemplateReference } from '../expressions/list-references.js';
import { readPlaceholder } from '../expressions/placeholder.js';
import { placeWithin } from '../place.js';
import type { Step } from './step-schema.js';
import { stepReferences } from './step-templates.js';

/** A credential slot that a step names, and where it does. */
export interface SlotUse {
  slot: string;
  /** Absent: the credential's main field, or all of it. */
  field?: string | undefined;
  place: string;
  /** The placeholder that names it; absent where the slot's name stands alone. */
  reference?: TemplateReference;
}

/** Every credential slot that a step names: in placeholders, authentications and the slots of a connector that it fills. */
export function slotUses(step: Step): SlotUse[] {
  const uses: SlotUse[] = [];
  for (const reference of stepReferences(step)) {
    const held = reference.singular ? readPlaceholder(reference) : undefined;
    if (held) uses.push({ ...held, place: reference.place, reference });
  }
  if (step.type === 'connector')
    for (const [name, slot] of Object.entries(step.credentials ?? {}))
      uses.push({ slot, place: placeWithin('credentials', name) });
  if (step.type !== 'http') return uses;
  for (const [place, request] of [
    ['request', step.request],
    ['reconcile.request', step.reconcile?.request],
  ] as const) {
    if (request?.auth?.type === 'credential')
      uses.push({ slot: request.auth.slot, place: `${place}.auth.slot` });
  }
  return uses;
}
