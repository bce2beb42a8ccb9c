import type { ActionCall, JsonSchema, JsonValue, StepsPort, ValidationContext } from '#engine';

/** What a host does where a step of type `action` names it. */
export interface HostAction {
  /** Refuses inputs before `run` sees them. */
  inputSchema?: JsonSchema;
  /**
   * Gives the step's output. What it throws fails the step, with the error's message. `signal` aborts when the run is
   * cancelled; a run ends only when `run` has.
   */
  run(input: JsonValue, call: HostActionCall): Promise<JsonValue>;
}

export interface HostActionCall extends Omit<ActionCall, 'signal'> {
  signal: AbortSignal;
}

/** What a host does in steps of type `action`, by the name that they give. */
export type HostSteps = Readonly<Record<string, HostAction>>;

/** Names that an object has by nature are none of the host's. */
function findAction(steps: HostSteps, name: string): HostAction | undefined {
  return Object.hasOwn(steps, name) ? steps[name] : undefined;
}

/** Finds a host's own actions for the engine, whose signals are no `AbortSignal`s. */
export function createStepsPort(steps: HostSteps): StepsPort {
  return {
    find: (name) => {
      const action = findAction(steps, name);
      return (
        action && {
          ...(action.inputSchema && { inputSchema: action.inputSchema }),
          run: (input, call) => runWithSignal(action, input, call),
        }
      );
    },
  };
}

async function runWithSignal(action: HostAction, input: JsonValue, call: ActionCall): Promise<JsonValue> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  call.signal.addEventListener('abort', abort, { once: true });
  if (call.signal.aborted) abort();
  try {
    return await action.run(input, { ...call, signal: controller.signal });
  } finally {
    call.signal.removeEventListener('abort', abort);
  }
}

/** A host's own actions, for checking graphs. */
export function knownActions(steps: HostSteps): NonNullable<ValidationContext['actions']> {
  return (name) => {
    const action = findAction(steps, name);
    return action && { name, inputSchema: action.inputSchema };
  };
}
