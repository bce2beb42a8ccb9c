import type { ReactNode } from 'react';
import type { StepStatus } from '../engine/index.js';
import { Pill, type Tone } from './pill.js';
import { useUiStrings } from './ui-strings.js';

export interface StatusPillProps {
  status: StepStatus;
  /** Added to the status's word, like `1.4 s`. */
  detail?: ReactNode;
  /** Replaces the status's word, like `failed at Create shipment`. */
  children?: ReactNode;
  className?: string | undefined;
}

const tones: Readonly<Record<StepStatus, Tone>> = {
  queued: 'neutral',
  running: 'accent',
  waiting: 'wait',
  succeeded: 'ok',
  failed: 'bad',
  skipped: 'neutral',
  cancelled: 'wait',
};

export function StatusPill({ status, detail, children, className }: StatusPillProps) {
  const strings = useUiStrings();
  return (
    <Pill tone={tones[status]} className={className}>
      {children ?? strings.status[status]}
      {detail !== undefined && <> · {detail}</>}
    </Pill>
  );
}
