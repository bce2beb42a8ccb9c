import type { StepError, StepPath } from '../engine/index.js';
import { pathName } from './path-name.js';
import { useRunStrings } from './run-strings.js';

export interface RunErrorProps {
  error: StepError;
  stepName: (path: StepPath) => string;
  onSelectStep?: ((path: StepPath) => void) | undefined;
}

/** Why a run failed, as a sentence; the step's name leads to the step. */
export function RunError({ error, stepName, onSelectStep }: RunErrorProps) {
  const strings = useRunStrings();
  const { step, message } = error;
  const name = step === undefined ? undefined : pathName(step, stepName, strings);
  return (
    <p className="pb-run-error">
      {step !== undefined &&
        (onSelectStep ? (
          <button type="button" className="pb-run-error-step" onClick={() => onSelectStep(step)}>
            {name}
          </button>
        ) : (
          <b>{name}</b>
        ))}
      {step !== undefined && ': '}
      {message}
    </p>
  );
}
