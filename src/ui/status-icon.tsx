import { Ban, Check, Clock, Hourglass, Minus, X } from 'lucide-react';
import type { ReactElement } from 'react';
import type { StepStatus } from '../engine/index.js';
import { classNames } from './class-names.js';
import { useUiStrings } from './ui-strings.js';

export interface StatusIconProps {
  status: StepStatus;
  /** The accessible name, the status's word by default. `null`: the words beside it already say so. */
  label?: string | null | undefined;
  className?: string | undefined;
}

const icons: Readonly<Record<StepStatus, ReactElement | null>> = {
  queued: <Clock />,
  running: null,
  waiting: <Hourglass />,
  succeeded: <Check />,
  failed: <X />,
  skipped: <Minus />,
  cancelled: <Ban />,
};

/** A round sign for a step's or a run's status; while running it turns. */
export function StatusIcon({ status, label, className }: StatusIconProps) {
  const strings = useUiStrings();
  const name = label === null ? undefined : (label ?? strings.status[status]);
  const shared = { className: classNames('pb-status-icon', className), 'data-status': status };
  if (name === undefined)
    return (
      <span {...shared} aria-hidden="true">
        {icons[status]}
      </span>
    );
  return (
    <span {...shared} role="img" aria-label={name}>
      {icons[status]}
    </span>
  );
}
