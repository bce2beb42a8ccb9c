import type { Connector } from '../client/index.js';
import type { ConnectorSummary } from '../editor/connector-summary.js';

/** What the editor needs of a connector. */
export function summaryOf(connector: Connector): ConnectorSummary {
  const { definition, ...rest } = connector;
  return {
    id: rest.id,
    slug: rest.slug,
    name: rest.name,
    description: rest.description,
    icon: rest.icon,
    type: rest.type,
    inputSchema: definition.inputSchema,
    outputSchema: definition.outputSchema,
    stepCount: definition.graph.steps.length,
  };
}
