import { Handle, Position } from '@xyflow/react';
import type { Step } from '../../engine/index.js';
import { outcomeHandle } from '../flow/flow-edges.js';
import { waysOf } from '../store/graph-queries.js';
import { useStrings } from '../strings-context.js';
import { outcomeName } from './step-summary.js';

/** The ways that a node shows: those its step has, and those that edges name although it has them no more. */
export function shownWays(step: Step, outcomes: string): string[] {
  const used = outcomes === '' ? [] : outcomes.split('\n').filter((outcome) => outcome !== 'failure');
  return [...new Set([...waysOf(step), ...used])];
}

export interface WayRowsProps {
  step: Step;
  ways: readonly string[];
  /** The way that was taken in the run that is shown. */
  taken: string | undefined;
  isConnectable: boolean;
}

/** The ways out of a branch, each with its handle. */
export function WayRows({ step, ways, taken, isConnectable }: WayRowsProps) {
  const strings = useStrings();
  const known = new Set(waysOf(step));
  return ways.map((way) => {
    const name = outcomeName(step, way, strings);
    return (
      <div
        key={way}
        className="pb-row pb-way"
        data-side="out"
        data-taken={taken === way || undefined}
        data-gone={!known.has(way) || undefined}
      >
        <span className="pb-row-name">{name}</span>
        <Handle
          id={outcomeHandle(way)}
          type="source"
          position={Position.Right}
          className="pb-handle pb-handle-way"
          isConnectable={isConnectable && known.has(way)}
          aria-label={strings.wayOut(name)}
          role="img"
        />
      </div>
    );
  });
}
