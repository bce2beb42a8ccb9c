import type { RunState, StepPath } from '../engine/index.js';
import { formatDuration } from './duration.js';
import { logOf } from './run-log.js';
import { useRunStrings } from './run-strings.js';

export interface RunLogListProps {
  run: RunState;
  stepName: (path: StepPath) => string;
}

/** What happened in a run, line by line, with the time since its start. */
export function RunLogList({ run, stepName }: RunLogListProps) {
  const strings = useRunStrings();
  const lines = logOf(run, stepName, strings);
  const start = run.startedAt ?? lines[0]?.at ?? 0;
  if (lines.length === 0) return <p className="pb-run-hint">{strings.logEmpty}</p>;
  return (
    <ol className="pb-run-log">
      {lines.map((line, index) => (
        // Lines are only ever added at their place in time; their order is their identity.
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same in all they hold
        <li className="pb-run-log-line" data-tone={line.tone} key={index}>
          <span className="pb-run-log-time pb-number">{formatDuration(line.at - start)}</span>
          <span className="pb-run-log-text">{line.text}</span>
        </li>
      ))}
    </ol>
  );
}
