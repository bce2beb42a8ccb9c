import type { Graph, RunState, StepState } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { StatusPill } from '../ui/status-pill.js';
import { AttemptDetails } from './attempt-details.js';
import { AttemptList } from './attempt-list.js';
import { formatDuration, formatElapsed } from './duration.js';
import { ErrorBox } from './error-box.js';
import { attemptsNote } from './lane-note.js';
import { LoopItems } from './loop-items.js';
import { formatMoment } from './moment.js';
import { OutputFields } from './output-fields.js';
import { type RunStrings, useRunStrings } from './run-strings.js';
import { useScopedLabel } from './scoped-label.js';
import { reasonOf, stepIn } from './skip-reason.js';
import { type LoopCounts, stepTreeOf } from './step-tree.js';
import { useNow } from './use-now.js';
import { wayName } from './way-name.js';

export interface StepRunDetailsProps {
  step: StepState;
  /** What was sent alone, or the output alone; default: everything. */
  part?: 'request' | 'output' | undefined;
  /** The run that it belongs to; without it, a loop doesn't show its items. */
  run?: RunState | undefined;
  /** The graph that it stands in: the way of a branch is called by its name then, and a skipped step says why. */
  graph?: Graph | undefined;
}

/**
 * All that is known about one step of a run: status, timing, error, each attempt's exact request and response, and
 * the output; what it waits for, the way that a branch took, and how the items of a loop went. It works while the
 * step runs.
 */
export function StepRunDetails({ step, part, run, graph }: StepRunDetailsProps) {
  const strings = useRunStrings();
  const counts = run && stepTreeOf(run.steps).countsOf(step.path);
  const reason = step.status === 'skipped' ? reasonOf(step, { run, graph, strings }) : undefined;
  const hint = reason ?? hintOf(step, counts, strings);
  const way = wayOf(step, graph, strings);
  return (
    <div className="pb-step-run">
      {part !== 'output' && <Summary step={step} counts={counts} />}
      {step.error && <ErrorBox error={step.error} handled={step.handled} />}
      {step.waiting && <WaitHint step={step} waiting={step.waiting} />}
      {way !== undefined && <p className="pb-run-hint">{way}</p>}
      {hint !== undefined && part !== 'output' && <p className="pb-run-hint">{hint}</p>}
      {part !== 'output' && <Sent step={step} />}
      {part !== 'request' && <Output step={step} asked={part === 'output'} hint={hint} />}
      {run && part !== 'output' && (
        <LoopItems run={run} path={step.path}>
          {(item) => <StepRunDetails step={item} />}
        </LoopItems>
      )}
    </div>
  );
}

function Summary({ step, counts }: { step: StepState; counts: LoopCounts | undefined }) {
  const goesOn = step.status === 'running' || step.status === 'waiting';
  const now = useNow(goesOn);
  const strings = useRunStrings();
  const facts = [
    goesOn ? formatElapsed(now - (step.startedAt ?? now)) : durationOf(step),
    counts && strings.itemsDone(counts.succeeded, counts.items),
    counts && counts.failed > 0 && strings.itemsFailed(counts.failed),
    factOfAttempts(step, strings),
    step.startedAt !== undefined && strings.startedAt(clock(step.startedAt)),
  ].filter((fact) => typeof fact === 'string');
  return (
    <p className="pb-step-run-summary">
      <StatusPill status={step.status} />
      <span className="pb-run-muted pb-number">{facts.join(' · ')}</span>
    </p>
  );
}

/** What it waits for, and until when. */
function WaitHint({ step, waiting }: { step: StepState; waiting: NonNullable<StepState['waiting']> }) {
  const strings = useRunStrings();
  const now = useNow(step.status === 'waiting', 1_000);
  const { until, reason, polls } = waiting;
  return (
    <p className="pb-wait-hint">
      {strings.stepWaits(reason, formatMoment(until, now))}
      {polls !== undefined && polls > 0 && ` · ${strings.polls(polls)}`}
    </p>
  );
}

function Sent({ step }: { step: StepState }) {
  const strings = useRunStrings();
  const inputLabel = useScopedLabel(strings.input);
  const [only] = step.attempts;
  return (
    <>
      {step.input !== undefined && (
        <section className="pb-record" aria-label={inputLabel}>
          <h3 className="pb-record-title">{strings.input}</h3>
          <JsonView value={step.input} label={strings.input} />
        </section>
      )}
      {step.attempts.length === 1 && only && <AttemptDetails attempt={only} />}
      {step.attempts.length > 1 && <AttemptList attempts={step.attempts} />}
    </>
  );
}

function Output({ step, asked, hint }: { step: StepState; asked: boolean; hint: string | undefined }) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.output);
  if (step.output === undefined) {
    const why = step.status === 'failed' ? strings.outputMissing : (hint ?? strings.outputComes);
    return asked ? <p className="pb-run-hint">{why}</p> : null;
  }
  return (
    <section className="pb-record" aria-label={label}>
      {!asked && <h3 className="pb-record-title">{strings.output}</h3>}
      <OutputFields output={step.output} />
    </section>
  );
}

function factOfAttempts({ attempts }: StepState, strings: RunStrings): string | undefined {
  const [only] = attempts;
  if (only === undefined) return undefined;
  // How often the same was tried is what a reader asks first; pages and questions are told as what they are.
  const isRetry = attempts.slice(0, -1).every(({ error }) => error !== undefined);
  return isRetry ? strings.attemptCount(attempts.length) : attemptsNote(attempts, strings);
}

function hintOf(step: StepState, counts: LoopCounts | undefined, strings: RunStrings): string | undefined {
  switch (step.status) {
    case 'queued':
      return strings.stepQueued;
    case 'running':
      return step.attempts.length === 0 && !counts ? strings.stepUnderWay : undefined;
    case 'skipped':
      return strings.stepSkipped;
    case 'cancelled':
      return strings.stepCancelled;
    case 'succeeded':
      return step.items === 0 ? strings.noItems : undefined;
    default:
      return undefined;
  }
}

function wayOf({ path, case: taken }: StepState, graph: Graph | undefined, strings: RunStrings) {
  if (taken === undefined) return undefined;
  return strings.tookWay(taken === 'else' ? undefined : wayName(stepIn(graph, path), taken, strings));
}

function durationOf(step: StepState): string | undefined {
  return step.durationMs === undefined ? undefined : formatDuration(step.durationMs);
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString();
}
