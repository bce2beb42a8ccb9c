import type { Step } from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import type { ConnectorSummary } from '../connector-summary.js';

/** The path of a URL as people read it: without scheme and host, without what follows `?`. */
function pathOfUrl(url: string): string {
  const rest = url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*|\{\{[^}]*\}\})/i, '').split(/[?#]/, 1)[0] ?? '';
  return rest === '' ? '/' : rest;
}

/** What a step does, in a few characters: `GET /users/:id`. */
export function stepSummary(step: Step, connector: ConnectorSummary | undefined): string {
  switch (step.type) {
    case 'http':
      return `${step.request.method} ${pathOfUrl(step.request.url)}`;
    case 'connector':
      if (connector === undefined) return `connector · ${step.connector}`;
      if (stepName(step, connector) !== connector.name) return `connector · ${connector.name}`;
      if (connector.stepCount === undefined) return `connector · ${connector.slug}`;
      return `connector · ${connector.stepCount === 1 ? '1 step' : `${connector.stepCount} steps`}`;
    case 'transform':
      return Object.keys(step.output ?? {}).join(', ') || 'no fields yet';
    default:
      return unreachable(step);
  }
}

/** What a step is called: its own name, else its connector's, else its id. */
export function stepName(step: Step, connector?: ConnectorSummary): string {
  return step.name || connector?.name || step.id;
}
