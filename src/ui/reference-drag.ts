/** The media type under which a dragged field carries its expression, like `{{step_1.user.email}}`. */
const referenceMediaType = 'application/x-patchbay-reference';

/** True while something that can become a reference is being dragged. Its text can only be read on drop. */
export function carriesReference(transfer: DataTransfer): boolean {
  return transfer.types.includes(referenceMediaType);
}

/** Makes a drag carry an expression; other pages get it as plain text. */
export function setDraggedReference(transfer: DataTransfer, expression: string): void {
  transfer.setData(referenceMediaType, expression);
  transfer.setData('text/plain', expression);
  transfer.effectAllowed = 'copyLink';
}

/** The expression that was dropped; an empty string when there was none. */
export function getDraggedReference(transfer: DataTransfer): string {
  return transfer.getData(referenceMediaType);
}
