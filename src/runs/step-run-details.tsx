import type { AttemptRecord, StepState } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { StatusPill } from '../ui/status-pill.js';
import { AttemptDetails } from './attempt-details.js';
import { formatDuration, formatElapsed } from './duration.js';
import { ErrorBox } from './error-box.js';
import { OutputFields } from './output-fields.js';
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
  const hint = hintOf(step);
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
  const tries = step.attempts.length;
  const facts = [
    step.status === 'running' ? formatElapsed(now - (step.startedAt ?? now)) : durationOf(step),
    tries > 0 && (tries === 1 ? '1 attempt' : `${tries} attempts`),
    step.startedAt !== undefined && `started ${clock(step.startedAt)}`,
  ].filter((fact) => typeof fact === 'string');
  return (
    <p className="pb-step-run-summary">
      <StatusPill status={step.status} />
      <span className="pb-run-muted pb-number">{facts.join(' · ')}</span>
    </p>
  );
}

function Sent({ step }: { step: StepState }) {
  const [only] = step.attempts;
  return (
    <>
      {step.input !== undefined && (
        <section className="pb-record" aria-label="Input">
          <h3 className="pb-record-title">Input</h3>
          <JsonView value={step.input} label="Input" />
        </section>
      )}
      {step.attempts.length === 1 && only && <AttemptDetails attempt={only} />}
      {step.attempts.length > 1 && (
        <section className="pb-record" aria-label="Attempts">
          <h3 className="pb-record-title">Attempts</h3>
          {step.attempts.map((attempt, index) => (
            <details className="pb-attempt" key={attempt.number} open={index === step.attempts.length - 1}>
              <summary className="pb-attempt-summary">{attemptLine(attempt)}</summary>
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
  if (step.output === undefined) {
    return asked ? <p className="pb-run-hint">{noOutput(step)}</p> : null;
  }
  return (
    <section className="pb-record" aria-label="Output">
      {!asked && <h3 className="pb-record-title">Output</h3>}
      <OutputFields output={step.output} />
    </section>
  );
}

function attemptLine(attempt: AttemptRecord): string {
  const answer = attempt.response ? String(attempt.response.status) : (attempt.error?.code ?? 'no answer');
  const wait = attempt.retryInMs !== undefined && `then waited ${formatDuration(attempt.retryInMs)}`;
  return [`Attempt ${attempt.number}`, answer, formatDuration(attempt.durationMs), wait]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}

function hintOf(step: StepState): string | undefined {
  switch (step.status) {
    case 'queued':
      return 'It waits for the steps before it.';
    case 'running':
      return step.attempts.length === 0 ? 'It is under way; the answer has not come yet.' : undefined;
    case 'skipped':
      return step.reason ?? 'It was skipped.';
    case 'cancelled':
      return 'The run was cancelled before it ended.';
    default:
      return undefined;
  }
}

function noOutput(step: StepState): string {
  if (step.status === 'failed') return 'A step that failed has no output.';
  return hintOf(step) ?? 'The output has not come yet.';
}

function durationOf(step: StepState): string | undefined {
  return step.durationMs === undefined ? undefined : formatDuration(step.durationMs);
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString();
}
