import type { Graph } from '#engine';
import { Problem } from '../problem.js';

export interface NamedSteps {
  from?: string | undefined;
  onlyStep?: string | undefined;
  pinned?: Readonly<Record<string, unknown>> | undefined;
}

/** Refuses a request that names steps which aren't in the graph, or pins one that has no output. */
export function refuseUnknownSteps({ from, onlyStep, pinned = {} }: NamedSteps, { steps }: Graph): void {
  const types = new Map(steps.map(({ id, type }) => [id, type]));
  const refuse = (path: string, message: string) => {
    throw new Problem('invalid_request', `${message}.`, { errors: [{ path, message }] });
  };
  for (const [path, id] of Object.entries({ from, onlyStep })) {
    if (id !== undefined && !types.has(id)) refuse(path, `There is no step '${id}'`);
  }
  for (const id of Object.keys(pinned)) {
    if (!types.has(id)) refuse(`pinned.${id}`, `There is no step '${id}'`);
    if (types.get(id) === 'branch') refuse(`pinned.${id}`, 'A branch has no output to pin');
    if (id === onlyStep) refuse(`pinned.${id}`, `The step '${id}' is pinned, so it wouldn't run`);
  }
}
