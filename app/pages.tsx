import { lazy, Suspense, useEffect } from 'react';
import { ConnectorList } from '../src/connectors/connector-list.js';
import { CredentialManager } from '../src/credentials/credential-manager.js';
import { ExecutionList } from '../src/executions/execution-list.js';
import { ExecutionView } from '../src/executions/execution-view.js';
import { FlowList } from '../src/flows/flow-list.js';
import { useFlows } from '../src/flows/use-flows.js';
import type { PatchbayTheme } from '../src/provider/patchbay.js';
import { LoadError } from '../src/screen/load-error.js';
import { EmptyState } from '../src/ui/empty-state.js';
import { Spinner } from '../src/ui/spinner.js';
import { Brand, Navigation } from './navigation.js';
import { navigate, parseRoute, type Route, usePathname } from './router.js';
import { ThemeButton } from './theme-button.js';
import { WorkspacePage } from './workspace-page.js';

/** The editor is the larger half of the code, and only this page has one. */
const FlowScreen = lazy(async () => ({
  default: (await import('../src/flows/flow-screen.js')).FlowScreen,
}));

const flowHref = (id: string) => `/flows/${encodeURIComponent(id)}`;
const executionHref = (id: string) => `/executions/${encodeURIComponent(id)}`;

export interface PagesProps {
  theme: PatchbayTheme;
  onTheme: (theme: PatchbayTheme) => void;
}

/** The page that the address names: the editor fills the window, all others have the navigation beside them. */
export function Pages({ theme, onTheme }: PagesProps) {
  const pathname = usePathname();
  const route = parseRoute(pathname);
  useEffect(() => {
    document.title = route.page === 'home' ? 'Patchbay' : `${titles[route.page]} · Patchbay`;
  }, [route.page]);
  if (route.page === 'home') return <Home />;
  if (route.page === 'flow') {
    return (
      <Suspense fallback={<Opening />}>
        <FlowScreen
          key={route.id}
          flowId={route.id}
          flowsHref="/flows"
          headerStart={<Brand />}
          headerEnd={<ThemeButton theme={theme} onTheme={onTheme} />}
        />
      </Suspense>
    );
  }
  return (
    <div className="app">
      <Navigation page={route.page} theme={theme} onTheme={onTheme} />
      <main className="app-main">
        <Page route={route} />
      </main>
    </div>
  );
}

const titles: Readonly<Record<Exclude<Route['page'], 'home'>, string>> = {
  flows: 'Flows',
  flow: 'Flow',
  connectors: 'Connectors',
  credentials: 'Credentials',
  executions: 'Executions',
  execution: 'Execution',
  workspace: 'Workspace',
  unknown: 'Not found',
};

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'flows':
      return <FlowList flowHref={flowHref} onCreate={(flow) => navigate(flowHref(flow.id))} />;
    case 'connectors':
      return <ConnectorList />;
    case 'credentials':
      return <CredentialManager flowHref={flowHref} />;
    case 'executions':
      return <ExecutionList executionHref={executionHref} flowHref={flowHref} />;
    case 'execution':
      return (
        <ExecutionView
          key={route.id}
          id={route.id}
          executionsHref="/executions"
          flowHref={flowHref}
          executionHref={executionHref}
          onRepeated={({ id }) => navigate(executionHref(id))}
        />
      );
    case 'workspace':
      return <WorkspacePage tab={route.tab} />;
    default:
      return (
        <EmptyState title="There is no page at this address">Choose one from the navigation.</EmptyState>
      );
  }
}

function Opening() {
  return (
    <div className="app-center">
      <Spinner label="Opening the flow" />
    </div>
  );
}

/** Opens the first flow; in a workspace without flows, the list that says how to make one. */
function Home() {
  const { data, error, reload } = useFlows();
  useEffect(() => {
    if (!data) return;
    const [first] = data;
    navigate(first ? flowHref(first.id) : '/flows', { replace: true });
  }, [data]);
  return (
    <div className="app-center">
      {error && !data ? (
        <LoadError error={error} onRetry={reload} />
      ) : (
        <Spinner label="Opening the first flow" />
      )}
    </div>
  );
}
