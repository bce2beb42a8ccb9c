import { ApiError } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { ErrorState } from '../ui/error-state.js';

/** Why a screen has nothing to show, and the way to try again. */
export function LoadError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { strings } = usePatchbay();
  if (error instanceof ApiError && error.status === 0) {
    return (
      <ErrorState title={strings.unreachableTitle} message={strings.unreachableText} onRetry={onRetry} />
    );
  }
  if (error instanceof ApiError && error.status === 404) {
    return <ErrorState title={strings.notFoundTitle} message={strings.notFoundText} />;
  }
  if (error instanceof ApiError && error.status === 403) {
    return <ErrorState title={strings.forbiddenTitle} message={strings.forbiddenText} />;
  }
  return <ErrorState title={strings.failedTitle} message={error.message} onRetry={onRetry} />;
}
