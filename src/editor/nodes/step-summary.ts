import type { ConnectorStep, Step } from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import type { ConnectorSummary } from '../connector-summary.js';
import type { EditorStrings } from '../strings.js';

/** The path of a URL as people read it: without scheme and host, without what follows `?`. */
function pathOfUrl(url = ''): string {
  const rest = url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*|\{\{[^}]*\}\})/i, '').split(/[?#]/, 1)[0] ?? '';
  return rest === '' ? '/' : rest;
}

/** What is to be said of a connector: its name where the step has another, else its size. */
function connectorFacts(
  step: ConnectorStep,
  connector: ConnectorSummary | undefined,
  strings: EditorStrings,
): string {
  if (connector === undefined) return step.connector ?? '';
  if (stepName(step, connector) !== connector.name) return connector.name;
  return connector.stepCount === undefined ? connector.slug : strings.stepCount(connector.stepCount);
}

/** What a step does, in a few characters: `GET /users/:id`. */
export function stepSummary(
  step: Step,
  connector: ConnectorSummary | undefined,
  strings: EditorStrings,
): string {
  switch (step.type) {
    case 'http':
      // A host may give a graph that is half filled in.
      return `${step.request?.method ?? 'GET'} ${pathOfUrl(step.request?.url)}`;
    case 'connector':
      return strings.connectorSummary(connectorFacts(step, connector, strings));
    case 'transform':
      return Object.keys(step.output ?? {}).join(', ') || strings.noFields;
    default:
      return unreachable(step);
  }
}

/** What a step is called: its own name, else its connector's, else its id. */
export function stepName(step: Step, connector?: ConnectorSummary): string {
  return step.name || connector?.name || step.id;
}
