/** What a run may use. Each limit fails the run or step with a clear error when it is reached. */
export interface Limits {
  /** Steps with a request or computation of their own that run at the same time. */
  concurrency: number;
  /** Decoded bytes of one response. */
  responseBytes: number;
  /** Milliseconds of one attempt, where the step sets none. */
  attemptMs: number;
  /** Milliseconds of the whole run; a resumed run has them anew. */
  runMs: number;
  /** How deep connectors may call connectors. */
  nesting: number;
  /** Steps started in the whole run, those inside connectors included. */
  steps: number;
  /** Items of one loop. */
  items: number;
  /** Pages that one step asks for, where it sets no `maxPages`. */
  pages: number;
}

export const DEFAULT_LIMITS: Limits = {
  concurrency: 10,
  responseBytes: 10_000_000,
  attemptMs: 60_000,
  runMs: 900_000,
  nesting: 5,
  steps: 2_000,
  items: 10_000,
  pages: 100,
};
