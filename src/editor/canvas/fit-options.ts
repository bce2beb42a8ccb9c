import type { FitViewOptions } from '@xyflow/react';

/** How everything is brought into view when the canvas opens: never larger than life. */
export const firstFitOptions: FitViewOptions = { padding: 0.12, maxZoom: 1 };

/** The same, later: one sees where things go. */
export const fitOptions: FitViewOptions = { ...firstFitOptions, duration: 180 };
