import type { AttemptRecord, StepState } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { StatusPill } from '../ui/status-pill.js';
import { AttemptDetails } from './attempt-details.js';
import { formatDuration, formatElapsed } from './duration.js';
import { ErrorBox } from './error-box.js';
import { OutputFields } from './output-fields.js';
import { type RunStrings, useRunStrings } from './run-strings.js';
import { useNow } from './use-now.js';

export interface StepRunDetailsProps {
  step: StepState;
  /** What was sent alone, or the output alone; default: everything. */
  part?: 'request' | 'output' | undefined;
}

/**
 * All that is known about one step of a run: status, timing, error, each attempt's exact request and response, and
 * the output. It works while the step runs.
 */
export function StepRunDetails({ step, part }: StepRunDetailsProps) {
  const strings = useRunStrings();
  const hint = hintOf(step, strings);
  return (
    <div className="pb-step-run">
      {part !== 'output' && <Summary step={step} />}
      {step.error && <ErrorBox error={step.error} handled={step.handled} />}
      {hint && part !== 'output' && <p className="pb-run-hint">{hint}</p>}
      {part !== 'output' && <Sent step={step} />}
      {part !== 'request' && <Output step={step} asked={part === 'output'} />}
    </div>
  );
}

function Summary({ step }: { step: StepState }) {
  const now = useNow(step.status === 'running');
  const strings = useRunStrings();
  const tries = step.attempts.length;
  const facts = [
    step.status === 'running' ? formatElapsed(now - (step.startedAt ?? now)) : durationOf(step),
    tries > 0 && strings.attemptCount(tries),
    step.startedAt !== undefined && strings.startedAt(clock(step.startedAt)),
  ].filter((fact) => typeof fact === 'string');
  return (
    <p className="pb-step-run-summary">
      <StatusPill status={step.status} />
      <span className="pb-run-muted pb-number">{facts.join(' · ')}</span>
    </p>
  );
}

function Sent({ step }: { step: StepState }) {
  const strings = useRunStrings();
  const [only] = step.attempts;
  return (
    <>
      {step.input !== undefined && (
        <section className="pb-record" aria-label={strings.input}>
          <h3 className="pb-record-title">{strings.input}</h3>
          <JsonView value={step.input} label={strings.input} />
        </section>
      )}
      {step.attempts.length === 1 && only && <AttemptDetails attempt={only} />}
      {step.attempts.length > 1 && (
        <section className="pb-record" aria-label={strings.attempts}>
          <h3 className="pb-record-title">{strings.attempts}</h3>
          {step.attempts.map((attempt, index) => (
            <details className="pb-attempt" key={attempt.number} open={index === step.attempts.length - 1}>
              <summary className="pb-attempt-summary">{attemptLine(attempt, strings)}</summary>
              <div className="pb-attempt-body">
                <AttemptDetails attempt={attempt} />
              </div>
            </details>
          ))}
        </section>
      )}
    </>
  );
}

function Output({ step, asked }: { step: StepState; asked: boolean }) {
  const strings = useRunStrings();
  if (step.output === undefined) {
    return asked ? <p className="pb-run-hint">{noOutput(step, strings)}</p> : null;
  }
  return (
    <section className="pb-record" aria-label={strings.output}>
      {!asked && <h3 className="pb-record-title">{strings.output}</h3>}
      <OutputFields output={step.output} />
    </section>
  );
}

function attemptLine(attempt: AttemptRecord, strings: RunStrings): string {
  const answer = attempt.response
    ? String(attempt.response.status)
    : (attempt.error?.code ?? strings.noAnswer);
  const wait = attempt.retryInMs !== undefined && strings.thenWaited(formatDuration(attempt.retryInMs));
  return [strings.attempt(attempt.number), answer, formatDuration(attempt.durationMs), wait]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

function hintOf(step: StepState, strings: RunStrings): string | undefined {
  switch (step.status) {
    case 'queued':
      return strings.stepQueued;
    case 'running':
      return step.attempts.length === 0 ? strings.stepUnderWay : undefined;
    case 'skipped':
      return step.reason ?? strings.stepSkipped;
    case 'cancelled':
      return strings.stepCancelled;
    default:
      return undefined;
  }
}

function noOutput(step: StepState, strings: RunStrings): string {
  if (step.status === 'failed') return strings.outputMissing;
  return hintOf(step, strings) ?? strings.outputComes;
}

function durationOf(step: StepState): string | undefined {
  return step.durationMs === undefined ? undefined : formatDuration(step.durationMs);
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString();
}
