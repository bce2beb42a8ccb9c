import { useQuery } from '@tanstack/react-query';
import type { Connector, PatchbayClient } from '../client/index.js';
import { type Loadable, toLoadable } from '../provider/loadable.js';
import { useServer } from '../provider/use-server.js';

/** Most connectors that are loaded: the library searches them in the browser. */
const MOST = 1_000;

/** All connectors of the workspace, up to 1,000, with their definitions. */
export function useConnectors(): Loadable<Connector[]> {
  const { client, queries } = useServer('useConnectors');
  return toLoadable(useQuery({ queryKey: ['connectors'], queryFn: () => allConnectors(client) }, queries));
}

async function allConnectors(client: PatchbayClient): Promise<Connector[]> {
  const connectors: Connector[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.connectors.list({ limit: 100, ...(cursor !== undefined && { cursor }) });
    connectors.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined && connectors.length < MOST);
  return connectors;
}
