import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

export type Tone = 'neutral' | 'accent' | 'ok' | 'bad' | 'wait';

export interface PillProps {
  tone?: Tone | undefined;
  icon?: ReactNode;
  className?: string | undefined;
  title?: string | undefined;
  children: ReactNode;
}

export function Pill({ tone = 'neutral', icon, className, title, children }: PillProps) {
  return (
    <span className={classNames('pb-pill', className)} data-tone={tone} title={title}>
      {icon}
      {children}
    </span>
  );
}
