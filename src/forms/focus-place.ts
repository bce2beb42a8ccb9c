import { formatPlace, parsePlace } from '../engine/index.js';

const FOCUSABLE = 'input:not([disabled]), textarea, select, [role="radio"][tabindex="0"], [role="combobox"]';

/**
 * Shows the field that edits a place (like `input.lines[0].sku`), or the nearest one around it, and gives it the focus. False:
 * there is none in `container`.
 */
export function focusPlace(container: HTMLElement, place: string): boolean {
  const path = parsePlace(place);
  for (let length = path.length; length >= 0; length--) {
    const wanted = formatPlace(path.slice(0, length));
    const field = container.querySelector<HTMLElement>(`[data-place="${CSS.escape(wanted)}"]`);
    if (!field) continue;
    field.scrollIntoView({ block: 'center' });
    firstControl(field)?.focus({ preventScroll: true });
    return true;
  }
  return false;
}

/** What a person edits a field with, rather than what stands beside it. */
export function firstControl(field: HTMLElement): HTMLElement | null {
  return (
    field.querySelector<HTMLElement>(
      `.pb-control :is(${FOCUSABLE}), .pb-select, .pb-choice [role="radio"]`,
    ) ?? field.querySelector<HTMLElement>(`${FOCUSABLE}, button`)
  );
}
