import type { RunState } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { Tabs } from '../ui/tabs.js';
import { RunError } from './run-error.js';
import { RunLogList } from './run-log-list.js';
import { RunTimeline, type RunTimelineProps } from './run-timeline.js';

/** A run in three views, as tabs: its steps over time, what went in and came out, and what happened in words. */
export function RunViews(props: RunTimelineProps) {
  const { run, stepName, onSelectStep } = props;
  return (
    <Tabs
      label="Views of the run"
      className="pb-run-views"
      items={[
        {
          value: 'timeline',
          label: 'Timeline',
          content: (
            <>
              {run.error && <RunError error={run.error} stepName={stepName} onSelectStep={onSelectStep} />}
              <RunTimeline {...props} />
            </>
          ),
        },
        { value: 'data', label: 'Data', content: <RunData run={run} /> },
        { value: 'log', label: 'Log', content: <RunLogList run={run} stepName={stepName} /> },
      ]}
    />
  );
}

function RunData({ run }: { run: RunState }) {
  const goesOn = run.status === 'running' || run.status === 'queued';
  return (
    <div className="pb-run-data">
      <section className="pb-run-data-part" aria-label="Input of the run">
        <h3 className="pb-record-title">Input</h3>
        <JsonView value={run.input ?? null} label="Input of the run" />
      </section>
      <section className="pb-run-data-part" aria-label="Output of the run">
        <h3 className="pb-record-title">Output</h3>
        {run.output !== undefined ? (
          <JsonView value={run.output} label="Output of the run" />
        ) : (
          <p className="pb-run-hint">
            {goesOn ? 'It comes when the run has ended.' : 'Only a run that succeeds has an output.'}
          </p>
        )}
      </section>
    </div>
  );
}
