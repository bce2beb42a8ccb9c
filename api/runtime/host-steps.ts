import type { Action, StepsPort, ValidationContext } from '#engine';

/** What a host does where a step of type `action` names it, by the name. */
export type HostSteps = Readonly<Record<string, Action>>;

/** Finds a host's own actions; names that an object has by nature are none. */
export function createStepsPort(steps: HostSteps): StepsPort {
  return { find: (action) => (Object.hasOwn(steps, action) ? steps[action] : undefined) };
}

/** The same, for checking graphs. */
export function knownActions(steps: HostSteps): NonNullable<ValidationContext['actions']> {
  const { find } = createStepsPort(steps);
  return (name) => {
    const action = find(name);
    return action && { name, inputSchema: action.inputSchema };
  };
}
