import type { FitViewOptions } from '@xyflow/react';

/** How everything is brought into view when the canvas opens: never larger than life. */
export const firstFitOptions: FitViewOptions = { padding: 0.12, maxZoom: 1 };

/** How the view moves: so that one sees where things go, or at once for those who want no motion. */
export function panOptions(): { duration: number } {
  return { duration: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180 };
}

/** How everything is brought into view later. */
export function fitOptions(): FitViewOptions {
  return { ...firstFitOptions, ...panOptions() };
}
