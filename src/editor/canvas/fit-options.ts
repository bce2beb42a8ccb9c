import type { FitViewOptions } from '@xyflow/react';

/** How everything is brought into view: never larger than life. */
export const fitOptions: FitViewOptions = { padding: 0.12, maxZoom: 1, duration: 180 };
