import { ChevronRight } from 'lucide-react';
import type { StepPath } from '../engine/index.js';
import { StatusIcon } from '../ui/status-icon.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { useRunStrings } from './run-strings.js';
import type { LoopCounts } from './step-tree.js';
import type { Lane } from './timeline.js';
import type { Bar } from './timeline-bars.js';

export interface LaneRowProps {
  lane: Lane;
  name: string;
  selected: boolean;
  icon: boolean;
  gridlines: readonly number[];
  onSelect: ((path: StepPath) => void) | undefined;
  /** Shows what lies inside, or hides it. */
  onToggle(): void;
}

/** One lane of a timeline: the step's name, its bars, its note, and the button that unfolds it. */
export function LaneRow({ lane, name, selected, icon, gridlines, onSelect, onToggle }: LaneRowProps) {
  const strings = useRunStrings();
  const ui = useUiStrings();
  const content = (
    <>
      <span className="pb-lane-name" data-depth={Math.min(lane.depth, 3)}>
        {lane.isOpen !== undefined && <span className="pb-lane-fold-space" />}
        {icon && <StatusIcon status={lane.status} label={null} />}
        <span className="pb-lane-text">
          {name} <span className="pb-visually-hidden">{ui.status[lane.status]}</span>
        </span>
        {lane.counts && <LaneCounts counts={lane.counts} />}
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
  return (
    <>
      {lane.isOpen !== undefined && (
        <button
          type="button"
          className="pb-mini-button pb-twist pb-lane-fold"
          data-depth={Math.min(lane.depth, 3)}
          aria-label={strings.inside(name)}
          aria-expanded={lane.isOpen}
          onClick={onToggle}
        >
          <ChevronRight aria-hidden="true" />
        </button>
      )}
      {onSelect ? (
        <button
          type="button"
          className="pb-lane pb-lane-button"
          data-status={lane.status}
          aria-current={selected ? 'step' : undefined}
          onClick={() => onSelect(lane.path)}
        >
          {content}
        </button>
      ) : (
        <div className="pb-lane" data-status={lane.status}>
          {content}
        </div>
      )}
    </>
  );
}

function LaneCounts({ counts: { items, failed } }: { counts: LoopCounts }) {
  const strings = useRunStrings();
  return (
    <>
      <span className="pb-lane-count pb-number">
        <span aria-hidden="true">×{items}</span>
        <span className="pb-visually-hidden">{strings.itemCount(items)}</span>
      </span>
      {failed > 0 && <span className="pb-lane-failures pb-number">{strings.itemsFailed(failed)}</span>}
    </>
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
