import { useMemo, useState } from 'react';
import type { Graph, RunState, StepPath } from '../engine/index.js';
import { Button } from '../ui/button.js';
import { formatDuration } from './duration.js';
import { logOf } from './run-log.js';
import { useRunStrings } from './run-strings.js';

export interface RunLogListProps {
  run: RunState;
  stepName: (path: StepPath) => string;
  graphAt: ((path: StepPath) => Graph | undefined) | undefined;
}

/** How many lines are shown, and how many more each time: a loop of thousands has several for each item. */
const LINES = 300;

/** What happened in a run, line by line, with the time since its start; of a long one the end. */
export function RunLogList({ run, stepName, graphAt }: RunLogListProps) {
  const strings = useRunStrings();
  const [limit, setLimit] = useState(LINES);
  const lines = useMemo(() => logOf(run, stepName, { strings, graphAt }), [run, stepName, strings, graphAt]);
  const hidden = Math.max(0, lines.length - limit);
  const start = run.startedAt ?? lines[0]?.at ?? 0;
  if (lines.length === 0) return <p className="pb-run-hint">{strings.logEmpty}</p>;
  return (
    <>
      {hidden > 0 && (
        <Button variant="ghost" size="small" onClick={() => setLimit(limit + LINES)}>
          {strings.logEarlier(Math.min(hidden, LINES))}
        </Button>
      )}
      <ol className="pb-run-log" start={hidden + 1}>
        {lines.slice(hidden).map((line, index) => (
          // Lines are only ever added at their place in time; their order is their identity.
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same in all they hold
          <li className="pb-run-log-line" data-tone={line.tone} key={hidden + index}>
            <span className="pb-run-log-time pb-number">{formatDuration(line.at - start)}</span>
            <span className="pb-run-log-text">{line.text}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
