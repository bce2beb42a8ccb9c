import type { Scope } from '../expressions/scope.js';
import type { HttpRequestTemplate } from '../graph/http-request-schema.js';
import type { StepError, StepPath } from '../run/event.js';
import type { GraphRun } from '../run/graph-run.js';
import type { BodyChange } from './body-change.js';

/** A page's difference from the step's own request. */
export interface RequestChange {
  /** Instead of the step's URL and query; of the same origin. */
  url?: string;
  query?: readonly [name: string, value: string];
  header?: readonly [name: string, value: string];
  body?: BodyChange;
}

/** What a request is made from. */
export interface RequestAsk {
  template: HttpRequestTemplate;
  /** Where in its step the template stands: `request`, or `reconcile.request`. */
  place: string;
  path: StepPath;
  scope: Scope;
  run: GraphRun;
  change?: RequestChange;
}

export type Made<T> = { ok: true; value: T } | { ok: false; error: StepError };
