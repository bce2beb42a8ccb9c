import type { StepError } from '../engine/index.js';
import { JsonView } from '../ui/json-view.js';
import { useRunStrings } from './run-strings.js';
import { useScopedLabel } from './scoped-label.js';

/** Why a step failed: what happened, where, and what to do, with the code for a search. */
export function ErrorBox({ error, handled = false }: { error: StepError; handled?: boolean | undefined }) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.error);
  return (
    <section className="pb-error-box" aria-label={label}>
      <p className="pb-error-message">{error.message}</p>
      <p className="pb-error-facts pb-mono">
        {error.code}
        {error.status !== undefined && ` · ${error.status}`}
        {error.path !== undefined && ` · ${error.path}`}
      </p>
      {handled && <p className="pb-run-hint">{strings.errorHandled}</p>}
      {error.detail !== undefined && (
        <details>
          <summary className="pb-record-summary">{strings.details}</summary>
          <JsonView value={error.detail} label={strings.errorDetails} />
        </details>
      )}
    </section>
  );
}
