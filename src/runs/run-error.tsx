import type { StepError, StepPath } from '../engine/index.js';

export interface RunErrorProps {
  error: StepError;
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
}

/** Why a run failed, as a sentence; the step's name leads to the step. */
export function RunError({ error, stepName, onSelectStep }: RunErrorProps) {
  const { step, message } = error;
  return (
    <p className="pb-run-error">
      {step !== undefined &&
        (onSelectStep ? (
          <button type="button" className="pb-run-error-step" onClick={() => onSelectStep(step)}>
            {stepName(step)}
          </button>
        ) : (
          <b>{stepName(step)}</b>
        ))}
      {step !== undefined && ': '}
      {message}
    </p>
  );
}
