import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: ReactNode;
  /** What to do next, in a sentence. */
  children?: ReactNode;
  /** Buttons. */
  actions?: ReactNode;
  className?: string | undefined;
}

export function EmptyState({ icon, title, children, actions, className }: EmptyStateProps) {
  return (
    <div className={classNames('pb-empty-state', className)}>
      {icon && <span className="pb-empty-state-icon">{icon}</span>}
      <p className="pb-empty-state-title">{title}</p>
      {children && <div className="pb-empty-state-text">{children}</div>}
      {actions && <div className="pb-empty-state-actions">{actions}</div>}
    </div>
  );
}
