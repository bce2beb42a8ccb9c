import type { ReactNode } from 'react';
import type { RunState, StepPath, StepState } from '../engine/index.js';
import { StatusIcon } from '../ui/status-icon.js';
import { useShowMore } from '../ui/use-show-more.js';
import { formatDuration } from './duration.js';
import { LazyDetails } from './lazy-details.js';
import { type RunStrings, useRunStrings } from './run-strings.js';
import { useScopedLabel } from './scoped-label.js';
import { itemIndexOf } from './step-path.js';
import { pickItems, stepTreeOf } from './step-tree.js';

/** How many items are shown, and how many more each time. */
const AT_ONCE = 10;

export interface LoopItemsProps {
  run: RunState;
  /** The loop's. */
  path: StepPath;
  /** What unfolds below an item. */
  children(item: StepState): ReactNode;
}

/** The items of a loop, each to be unfolded; of many, those that failed first of all. */
export function LoopItems({ run, path, children }: LoopItemsProps) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.items);
  const items = stepTreeOf(run.steps).childrenOf(path);
  const { limit, more } = useShowMore(items.length, AT_ONCE);
  if (items.length === 0) return null;
  return (
    <section className="pb-record" aria-label={label}>
      <h3 className="pb-record-title">{strings.items}</h3>
      {pickItems(items, limit).map((item) => (
        <LazyDetails
          key={item.path}
          name={nameOf(item, strings)}
          summary={<ItemSummary item={item} strings={strings} />}
        >
          {() => children(item)}
        </LazyDetails>
      ))}
      {more}
    </section>
  );
}

function nameOf({ path }: StepState, strings: RunStrings): string {
  return strings.item((itemIndexOf(path) ?? 0) + 1);
}

function ItemSummary({ item, strings }: { item: StepState; strings: RunStrings }) {
  const { status, error, durationMs } = item;
  return (
    <span className="pb-item-summary">
      <StatusIcon status={status} />
      <span className="pb-item-label">{nameOf(item, strings)}</span>
      <span className="pb-run-muted pb-number">
        {error?.message ?? (durationMs === undefined ? '' : formatDuration(durationMs))}
      </span>
    </span>
  );
}
