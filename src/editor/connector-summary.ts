import type { JsonSchema } from '../engine/index.js';

/** What the editor must know of a connector to offer it, to draw its node and to make its form. */
export interface ConnectorSummary {
  id: string;
  slug: string;
  name: string;
  description?: string | undefined;
  /** An image's address, or one or two characters; absent: the first letter of the name. */
  icon?: string | null | undefined;
  type?: 'single-step' | 'multi-step' | undefined;
  inputSchema?: JsonSchema | undefined;
  outputSchema?: JsonSchema | undefined;
  /** Absent: not shown. */
  stepCount?: number | undefined;
}
