import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/error-state.js';
import { useStrings } from './strings-context.js';

interface CatcherProps {
  resetOn: unknown;
  /** What stands in the place of what failed. */
  fallback(retry: () => void): ReactNode;
  children: ReactNode;
}

/** A class, which is nowhere else in this library: React has no other way to catch what rendering throws. */
class Catcher extends Component<CatcherProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidUpdate(before: CatcherProps) {
    if (this.state.hasFailed && before.resetOn !== this.props.resetOn) this.retry();
  }

  retry = () => this.setState({ hasFailed: false });

  override render() {
    return this.state.hasFailed ? this.props.fallback(this.retry) : this.props.children;
  }
}

export interface EditorBoundaryProps {
  /** Another value of it is tried at once. */
  resetOn?: unknown;
  children: ReactNode;
}

/** Keeps what goes wrong inside the editor from taking the host's page down. */
export function EditorBoundary({ resetOn, children }: EditorBoundaryProps) {
  const strings = useStrings();
  return (
    <Catcher
      resetOn={resetOn}
      fallback={(retry) => (
        <ErrorState title={strings.brokenTitle} message={strings.brokenText} onRetry={retry} />
      )}
    >
      {children}
    </Catcher>
  );
}
