import type { Rect, Viewport } from '@xyflow/react';

export interface ViewSize {
  width: number;
  height: number;
}

/** What stays free around that which is shown, in pixels; the zoom tools stand at the bottom. */
const MARGIN = 24;
const MARGIN_BOTTOM = 64;

/** How far one axis has to move: as little as needed; where there is too little room, the start is what shows. */
function shiftInto(start: number, length: number, from: number, to: number): number {
  if (start < from) return from - start;
  const over = start + length - to;
  return over > 0 ? -Math.min(over, start - from) : 0;
}

/** Is all of `rect`, in canvas units, on screen? */
export function isInView(rect: Rect, { x, y, zoom }: Viewport, { width, height }: ViewSize): boolean {
  const left = rect.x * zoom + x;
  const top = rect.y * zoom + y;
  return left >= 0 && top >= 0 && left + rect.width * zoom <= width && top + rect.height * zoom <= height;
}

/** Would all of `rect` be on screen at this zoom, if one panned to it? */
export function hasRoomFor(rect: Rect, zoom: number, { width, height }: ViewSize): boolean {
  return rect.width * zoom <= width - 2 * MARGIN && rect.height * zoom <= height - MARGIN - MARGIN_BOTTOM;
}

/** The viewport that shows `rect`, panned no further than needed, at the same zoom. */
export function viewportShowing(rect: Rect, viewport: Viewport, { width, height }: ViewSize): Viewport {
  const { x, y, zoom } = viewport;
  const dx = shiftInto(rect.x * zoom + x, rect.width * zoom, MARGIN, width - MARGIN);
  const dy = shiftInto(rect.y * zoom + y, rect.height * zoom, MARGIN, height - MARGIN_BOTTOM);
  return dx === 0 && dy === 0 ? viewport : { x: x + dx, y: y + dy, zoom };
}
