import { Funnel, Repeat } from 'lucide-react';
import type { Step, StepState } from '../../engine/index.js';
import { useStrings } from '../strings-context.js';

export interface StepMarksProps {
  step: Pick<Step, 'when' | 'forEach'>;
  /** How it stands in a run: a loop then says how many items it has. */
  state?: StepState | undefined;
}

/** The signs of a step that may be skipped, and of one that runs for each item of a list. */
export function StepMarks({ step: { when, forEach }, state }: StepMarksProps) {
  const strings = useStrings();
  const items = state?.items;
  return (
    <>
      {when && (
        <span
          className="pb-node-mark"
          role="img"
          aria-label={strings.conditional}
          title={strings.conditional}
        >
          <Funnel />
        </span>
      )}
      {forEach && (
        <span
          className="pb-node-mark"
          role="img"
          aria-label={strings.loop(items)}
          title={strings.loop(items)}
        >
          <Repeat />
          {items !== undefined && <span className="pb-node-mark-text">×{items}</span>}
        </span>
      )}
    </>
  );
}

/** The same in words, for what a screen reader is told of a step. */
export function marksInWords(
  { when, forEach }: StepMarksProps['step'],
  words: { conditional: string; loop: string },
) {
  return [when && words.conditional, forEach && words.loop].filter((word) => word !== undefined);
}
