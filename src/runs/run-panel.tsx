import { Activity } from 'lucide-react';
import type { Graph, RunState, StepPath } from '../engine/index.js';
import { EmptyState } from '../ui/empty-state.js';
import { StatusPill } from '../ui/status-pill.js';
import { formatDuration, formatElapsed } from './duration.js';
import { formatMoment } from './moment.js';
import { useRunStrings } from './run-strings.js';
import { RunViews } from './run-views.js';
import { useNow } from './use-now.js';
import { waitsUntil } from './waits-until.js';

export interface RunPanelProps {
  /** Absent: nothing has run yet. */
  run: RunState | undefined;
  /**
   * What a step is called. Paths are the run's: `step_2`, inside a connector step `step_2/step_1`, for an item of a
   * loop `step_2[3]/step_1`. Items themselves are asked for as their loop, `step_2`.
   */
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
  selected?: StepPath | undefined;
  /** All steps of the graph: those the run has not come to are shown as still to come, or as not reached. */
  expected?: readonly StepPath[] | undefined;
  /** The graph that a step stands in: the log calls ways by their names then, and says why a step was skipped. */
  graphAt?: ((path: StepPath) => Graph | undefined) | undefined;
  /** Default: the strings' `run`. */
  title?: string | undefined;
}

/** A run at a glance, below the canvas: its status, its steps over time, its data and its log, live. */
export function RunPanel({ run, title: given, ...views }: RunPanelProps) {
  const strings = useRunStrings();
  const title = given ?? strings.run;
  if (!run) {
    return (
      <section className="pb-run-panel" aria-label={title}>
        <EmptyState icon={<Activity />} title={strings.nothingYetTitle}>
          {strings.nothingYetText}
        </EmptyState>
      </section>
    );
  }
  return (
    <section className="pb-run-panel" aria-label={title}>
      <header className="pb-run-panel-head">
        <h2 className="pb-run-panel-title">{title}</h2>
        <RunStatusPill run={run} />
      </header>
      <RunViews run={run} {...views} />
    </section>
  );
}

/** A run's status in a word, with the time it took or has taken so far, or until when it waits. */
export function RunStatusPill({ run }: { run: RunState }) {
  const strings = useRunStrings();
  const now = useNow(run.status === 'running');
  return <StatusPill status={run.status} detail={detailOf()} />;

  function detailOf(): string | undefined {
    if (run.durationMs !== undefined) return formatDuration(run.durationMs);
    if (run.status === 'running' && run.startedAt !== undefined) return formatElapsed(now - run.startedAt);
    const until = run.status === 'waiting' ? waitsUntil(run) : undefined;
    return until === undefined ? undefined : strings.untilMoment(formatMoment(until, now));
  }
}
