import { useState } from 'react';
import type { RunState, StepPath } from '../engine/index.js';
import { Button } from '../ui/button.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { goesOn } from './goes-on.js';
import { LaneRow } from './lane-row.js';
import { useRunStrings } from './run-strings.js';
import { itemIndexOf } from './step-path.js';
import { ITEMS_AT_ONCE, type Lane, timelineOf } from './timeline.js';
import { useNow } from './use-now.js';

export interface RunTimelineProps {
  run: RunState;
  /**
   * What a step is called. Paths are the run's: `step_2`, inside a connector step `step_2/step_1`, for an item of a
   * loop `step_2[3]/step_1`. Items themselves are asked for as their loop, `step_2`.
   */
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
  selected?: StepPath | undefined;
  /** All steps of the graph: those the run has not come to are shown as still to come, or as not reached. */
  expected?: readonly StepPath[] | undefined;
  /** Shows status icons and the scale of time above the lanes. */
  scale?: boolean | undefined;
}

/** A run that was put down has no second to show. */
const WAITING_TICK_MS = 1_000;

/** A run over time: a lane per step, a bar per attempt; a loop's items unfold below it. It moves while the run does. */
export function RunTimeline(props: RunTimelineProps) {
  const { run, stepName, onSelectStep, selected, expected, scale = false } = props;
  const isStill = run.status === 'waiting';
  const now = useNow(goesOn(run.status), isStill ? WAITING_TICK_MS : undefined);
  const strings = useRunStrings();
  const [open, setOpen] = useState<ReadonlyMap<StepPath, number>>(new Map());
  const timeline = timelineOf(run, now, { expected, strings, open, revealed: selected });
  const show = (path: StepPath, items: number) => setOpen(new Map(open).set(path, items));
  const nameOf = ({ path }: Lane) => {
    const index = itemIndexOf(path);
    return index === undefined ? stepName(path) : strings.item(index + 1);
  };
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
          <li className="pb-timeline-item" key={lane.path} data-depth={Math.min(lane.depth, 3)}>
            <LaneRow
              lane={lane}
              name={nameOf(lane)}
              selected={lane.path === selected}
              icon={scale}
              gridlines={scale ? timeline.ticks.map((tick) => tick.left) : [0]}
              onSelect={onSelectStep}
              onToggle={() => show(lane.path, lane.isOpen ? 0 : ITEMS_AT_ONCE)}
            />
            {lane.more && <MoreItems more={lane.more} onShow={show} />}
          </li>
        ))}
      </ol>
    </div>
  );
}

/** So many lanes come at once when a loop shows more of its items. */
const MORE_ITEMS = 100;

interface MoreItemsProps {
  more: NonNullable<Lane['more']>;
  onShow(path: StepPath, items: number): void;
}

function MoreItems({ more: { loop, shown, of }, onShow }: MoreItemsProps) {
  const strings = useRunStrings();
  const ui = useUiStrings();
  return (
    <div className="pb-timeline-more">
      <Button variant="ghost" size="small" onClick={() => onShow(loop, shown + MORE_ITEMS)}>
        {ui.moreItems(Math.min(MORE_ITEMS, of - shown))}
      </Button>
      <span className="pb-run-muted pb-number">{strings.itemsShown(shown, of)}</span>
    </div>
  );
}
