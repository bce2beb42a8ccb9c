import { Activity } from 'lucide-react';
import type { RunState, StepPath } from '../engine/index.js';
import { EmptyState } from '../ui/empty-state.js';
import { StatusPill } from '../ui/status-pill.js';
import { formatDuration, formatElapsed } from './duration.js';
import { useRunStrings } from './run-strings.js';
import { RunViews } from './run-views.js';
import { useNow } from './use-now.js';

export interface RunPanelProps {
  /** Absent: nothing has run yet. */
  run: RunState | undefined;
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
  selected?: StepPath | undefined;
  /** All steps of the graph: those the run has not come to are shown as waiting, or as not reached. */
  expected?: readonly StepPath[] | undefined;
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

/** A run's status in a word, with the time it took or has taken so far. */
export function RunStatusPill({ run }: { run: RunState }) {
  const now = useNow(run.status === 'running');
  const detail =
    run.status === 'running' && run.startedAt !== undefined
      ? formatElapsed(now - run.startedAt)
      : run.durationMs !== undefined
        ? formatDuration(run.durationMs)
        : undefined;
  return <StatusPill status={run.status} detail={detail} />;
}
