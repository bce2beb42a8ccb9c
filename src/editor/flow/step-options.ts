import type { HttpStep, Step } from '../../engine/index.js';

/** Something that is set of a step and has no field in its form, as data for the sentence that says so. */
export type StepOption =
  | { kind: 'auth'; type: string; slot?: string }
  | { kind: 'lists'; as: string }
  | { kind: 'redirects' }
  | { kind: 'idempotency'; header?: string; isOff: boolean }
  | { kind: 'classify'; rules: number }
  | { kind: 'pagination'; type: string; maxPages?: number }
  | { kind: 'poll'; everyMs: number; most: number }
  | { kind: 'response_type'; as: string }
  | { kind: 'unknown_outcome'; as: string }
  | { kind: 'reconcile'; method: string; url: string }
  | { kind: 'retry_on'; what: readonly string[] }
  | { kind: 'retries'; attempts?: number }
  | { kind: 'time_limit'; ms: number }
  | { kind: 'output'; fields: readonly string[] }
  | { kind: 'version'; version: number }
  | { kind: 'credentials'; slots: readonly string[] };

/** All that is set of a step and can't be seen in its form, so that nobody takes it for absent. */
export function stepOptions(step: Step): StepOption[] {
  const options: StepOption[] = step.type === 'http' ? httpOptions(step) : [];
  if (step.type === 'connector') {
    if (step.version !== undefined) options.push({ kind: 'version', version: step.version });
    const slots = Object.entries(step.credentials ?? {}).map(([slot, from]) => `${slot} ← ${from}`);
    if (slots.length > 0) options.push({ kind: 'credentials', slots });
  }
  if (step.retry && !hasRetryForm(step)) options.push({ kind: 'retries', ...attemptsOf(step.retry) });
  if (step.retry?.on) options.push({ kind: 'retry_on', what: step.retry.on.map(String) });
  if (step.timeoutMs !== undefined && step.type !== 'http')
    options.push({ kind: 'time_limit', ms: step.timeoutMs });
  if (step.output && step.type !== 'transform')
    options.push({ kind: 'output', fields: Object.keys(step.output) });
  return options;
}

/** Whether the retries of a step have fields among its settings. */
export function hasRetryForm({ type }: Step): boolean {
  return type === 'http' || type === 'action';
}

function attemptsOf({ attempts }: NonNullable<Step['retry']>): { attempts?: number } {
  return attempts === undefined ? {} : { attempts };
}

function httpOptions(step: HttpStep): StepOption[] {
  const { request, classify, pagination, poll, responseType, unknownOutcome, reconcile } = step;
  const options: StepOption[] = [];
  // A host may give a graph that is half filled in.
  const { auth, queryArrays, followRedirects, idempotency }: Partial<HttpStep['request']> = request ?? {};
  if (auth) {
    const slot = auth.type === 'credential' ? auth.slot : undefined;
    options.push({ kind: 'auth', type: auth.type, ...(slot !== undefined && { slot }) });
  }
  if (queryArrays) options.push({ kind: 'lists', as: queryArrays });
  if (followRedirects === false) options.push({ kind: 'redirects' });
  if (idempotency === false) options.push({ kind: 'idempotency', isOff: true });
  else if (idempotency)
    options.push({ kind: 'idempotency', isOff: false, header: idempotency.header ?? 'Idempotency-Key' });
  if (classify && classify.length > 0) options.push({ kind: 'classify', rules: classify.length });
  if (pagination) {
    const { type, maxPages } = pagination;
    options.push({ kind: 'pagination', type, ...(maxPages !== undefined && { maxPages }) });
  }
  if (poll) options.push({ kind: 'poll', everyMs: poll.intervalMs, most: poll.maxAttempts });
  if (responseType && responseType !== 'auto') options.push({ kind: 'response_type', as: responseType });
  if (unknownOutcome) options.push({ kind: 'unknown_outcome', as: unknownOutcome });
  if (reconcile) {
    const { method = 'GET', url = '' }: Partial<HttpStep['request']> = reconcile.request ?? {};
    options.push({ kind: 'reconcile', method, url });
  }
  return options;
}
