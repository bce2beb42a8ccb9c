import { RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.js';
import { classNames } from './class-names.js';
import { useUiStrings } from './ui-strings.js';

export interface ErrorStateProps {
  /** What happened. */
  title: ReactNode;
  /** Details, and what to do next. */
  message?: ReactNode;
  /** Shows a button that tries again. */
  onRetry?: (() => void) | undefined;
  retrying?: boolean | undefined;
  /** More buttons. */
  actions?: ReactNode;
  className?: string | undefined;
}

export function ErrorState({ title, message, onRetry, retrying, actions, className }: ErrorStateProps) {
  const strings = useUiStrings();
  return (
    <div className={classNames('pb-empty-state', 'pb-error-state', className)} role="alert">
      <span className="pb-empty-state-icon">
        <TriangleAlert />
      </span>
      <p className="pb-empty-state-title">{title}</p>
      {message && <div className="pb-empty-state-text">{message}</div>}
      {(onRetry || actions) && (
        <div className="pb-empty-state-actions">
          {onRetry && (
            <Button icon={<RotateCw />} loading={retrying} onClick={onRetry}>
              {strings.tryAgain}
            </Button>
          )}
          {actions}
        </div>
      )}
    </div>
  );
}
