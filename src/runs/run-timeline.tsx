import type { RunState, StepPath } from '../engine/index.js';
import { StatusIcon } from '../ui/status-icon.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { useRunStrings } from './run-strings.js';
import { type Bar, type Lane, timelineOf } from './timeline.js';
import { useNow } from './use-now.js';

export interface RunTimelineProps {
  run: RunState;
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
  selected?: StepPath | undefined;
  /** All steps of the graph: those the run has not come to are shown as waiting, or as not reached. */
  expected?: readonly StepPath[] | undefined;
  /** Shows status icons and the scale of time above the lanes. */
  scale?: boolean | undefined;
}

/** A run over time: a lane per step, a bar per attempt. It moves while the run does. */
export function RunTimeline(props: RunTimelineProps) {
  const { run, stepName, onSelectStep, selected, expected, scale = false } = props;
  const now = useNow(run.status === 'running');
  const strings = useRunStrings();
  const timeline = timelineOf(run, now, { expected, strings });
  return (
    <div className={scale ? 'pb-timeline pb-timeline-scaled' : 'pb-timeline'}>
      {scale && (
        <div className="pb-timeline-scale" aria-hidden="true">
          <span>{strings.step}</span>
          <span className="pb-timeline-ticks">
            {timeline.ticks.map((tick) => (
              <span key={tick.label} style={{ left: `${tick.left}%` }}>
                {tick.label}
              </span>
            ))}
          </span>
          <span className="pb-timeline-time">{strings.time}</span>
        </div>
      )}
      <ol className="pb-timeline-lanes" aria-label={strings.stepsOverTime}>
        {timeline.lanes.map((lane) => (
          <li className="pb-timeline-item" key={lane.path}>
            <LaneRow
              lane={lane}
              name={stepName(lane.path)}
              selected={lane.path === selected}
              icon={scale}
              gridlines={scale ? timeline.ticks.map((tick) => tick.left) : [0]}
              onSelect={onSelectStep}
            />
          </li>
        ))}
      </ol>
    </div>
  );
}

interface LaneRowProps {
  lane: Lane;
  name: string;
  selected: boolean;
  icon: boolean;
  gridlines: readonly number[];
  onSelect: ((path: StepPath) => void) | undefined;
}

function LaneRow({ lane, name, selected, icon, gridlines, onSelect }: LaneRowProps) {
  const ui = useUiStrings();
  const content = (
    <>
      <span className="pb-lane-name" data-depth={Math.min(lane.depth, 3)}>
        {icon && <StatusIcon status={lane.status} label={null} />}
        <span className="pb-lane-text">
          {name} <span className="pb-visually-hidden">{ui.status[lane.status]}</span>
        </span>
      </span>
      <span className="pb-lane-track" aria-hidden="true">
        {gridlines.map((left) => (
          <span className="pb-lane-line" key={left} style={{ left: `${left}%` }} />
        ))}
        {lane.bars.map((bar, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: bars are only ever added at the end
          <LaneBar bar={bar} key={`${index}-${bar.kind}`} />
        ))}
      </span>
      <span className="pb-lane-note pb-number">{lane.note}</span>
    </>
  );
  if (!onSelect) {
    return (
      <div className="pb-lane" data-status={lane.status}>
        {content}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="pb-lane pb-lane-button"
      data-status={lane.status}
      aria-current={selected ? 'step' : undefined}
      onClick={() => onSelect(lane.path)}
    >
      {content}
    </button>
  );
}

function LaneBar({ bar }: { bar: Bar }) {
  return (
    <span
      className="pb-lane-bar"
      data-kind={bar.kind}
      title={bar.title}
      style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
    />
  );
}
