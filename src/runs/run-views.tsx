import type { Graph, RunState, StepPath } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { Tabs } from '../ui/tabs.js';
import { goesOn } from './goes-on.js';
import { RunError } from './run-error.js';
import { RunLogList } from './run-log-list.js';
import { useRunStrings } from './run-strings.js';
import { RunTimeline, type RunTimelineProps } from './run-timeline.js';

export interface RunViewsProps extends RunTimelineProps {
  /** The graph that a step stands in: the log calls ways by their names then, and says why a step was skipped. */
  graphAt?: ((path: StepPath) => Graph | undefined) | undefined;
}

/** A run in three views, as tabs: its steps over time, what went in and came out, and what happened in words. */
export function RunViews({ graphAt, ...props }: RunViewsProps) {
  const { run, stepName, onSelectStep } = props;
  const strings = useRunStrings();
  return (
    <Tabs
      label={strings.views}
      className="pb-run-views"
      items={[
        {
          value: 'timeline',
          label: strings.timeline,
          content: (
            <>
              {run.error && <RunError error={run.error} stepName={stepName} onSelectStep={onSelectStep} />}
              <RunTimeline {...props} />
            </>
          ),
        },
        { value: 'data', label: strings.data, content: <RunData run={run} /> },
        {
          value: 'log',
          label: strings.log,
          content: <RunLogList run={run} stepName={stepName} graphAt={graphAt} />,
        },
      ]}
    />
  );
}

function RunData({ run }: { run: RunState }) {
  const strings = useRunStrings();
  return (
    <div className="pb-run-data">
      <section className="pb-run-data-part" aria-label={strings.inputOfRun}>
        <h3 className="pb-record-title">{strings.input}</h3>
        <JsonView value={run.input ?? null} label={strings.inputOfRun} />
      </section>
      <section className="pb-run-data-part" aria-label={strings.outputOfRun}>
        <h3 className="pb-record-title">{strings.output}</h3>
        {run.output !== undefined ? (
          <JsonView value={run.output} label={strings.outputOfRun} />
        ) : (
          <p className="pb-run-hint">
            {goesOn(run.status) ? strings.outputOfRunComes : strings.outputOfRunMissing}
          </p>
        )}
      </section>
    </div>
  );
}
