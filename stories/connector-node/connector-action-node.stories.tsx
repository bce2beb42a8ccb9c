import type { Meta, StoryObj } from '@storybook/react-vite';
import {
  Background,
  type Edge,
  ReactFlow,
  ReactFlowProvider,
  useEdgesState,
  useNodesState,
} from '@xyflow/react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { connectorNodeTypes } from '../../src/connector-node/connector-action-node.js';
import { useConnectorNode } from '../../src/connector-node/use-connector-node.js';
import type { ConnectorFlowNode } from '../../src/editor/flow/react-flow.js';
import type { ConnectorStep, StepState } from '../../src/engine/index.js';
import { connectors } from '../editor/demo.js';

interface HostCanvasProps {
  state?: StepState;
  theme?: 'light' | 'dark';
  withPanel?: boolean;
  /** What the step has beside its input. */
  step?: ConnectorStep;
}

const startEdges: Edge[] = [
  {
    id: 'e',
    source: 'issue',
    target: 'invoice',
    sourceHandle: 'out:number',
    targetHandle: 'in:input.dueDays',
  },
];

function HostPanel() {
  const node = useConnectorNode('invoice');
  if (node === undefined) return null;
  return (
    <p style={{ position: 'absolute', zIndex: 5, margin: 12 }}>
      <button type="button" onClick={() => node.setInput({ email: 'grace@example.com' })}>
        Fill in the e-mail
      </button>
    </p>
  );
}

/** A canvas that belongs to a host: no provider, no editor. */
function HostCanvas({ state, step, theme = 'light', withPanel = false }: HostCanvasProps) {
  const [issue, invoice] = [connectors[1], connectors[0]];
  const [nodes, , onNodesChange] = useNodesState<ConnectorFlowNode>(
    issue && invoice
      ? [
          {
            id: 'issue',
            type: 'connectorAction',
            position: { x: 0, y: 0 },
            data: { connector: issue, theme },
          },
          {
            id: 'invoice',
            type: 'connectorAction',
            position: { x: 360, y: 20 },
            data: {
              connector: invoice,
              input: { email: '{{issue.author}}' },
              theme,
              ...(state && { state }),
              ...(step && { step }),
            },
          },
        ]
      : [],
  );
  const [edges, , onEdgesChange] = useEdgesState(startEdges);
  return (
    <div style={{ height: 480 }}>
      <ReactFlowProvider>
        {withPanel && <HostPanel />}
        <ReactFlow
          nodes={nodes}
          edges={edges}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          nodeTypes={connectorNodeTypes}
          colorMode={theme}
          proOptions={{ hideAttribution: true }}
          fitView
        >
          <Background />
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}

const meta = {
  title: 'Connector node/Connector action node',
  component: HostCanvas,
} satisfies Meta<typeof HostCanvas>;

export default meta;
type Story = StoryObj<typeof meta>;

/** In a host's own React Flow, with lines between fields; the host fills it in through the hook. */
export const InAHostsCanvas: Story = {
  args: { withPanel: true },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() => expect(screen.getByText('customer email')).toBeVisible());
    await userEvent.click(screen.getByRole('button', { name: 'Fill in the e-mail' }));
    await waitFor(() => expect(screen.getByText(/grace@/)).toBeVisible());
  },
};

export const Running: Story = { args: { state: { path: 'invoice', status: 'running', attempts: [] } } };

export const Succeeded: Story = {
  args: {
    state: {
      path: 'invoice',
      status: 'succeeded',
      attempts: [],
      output: { invoiceUrl: 'https://billing.example.com/i/881', total: 129.5 },
    },
  },
};

/** A loop over a condition: its signs, and the fields that decide, with handles of their own. */
export const ConditionAndLoop: Story = {
  args: {
    step: {
      id: 'invoice',
      type: 'connector',
      connector: 'create-invoice',
      input: {},
      forEach: { items: '{{issue.orders}}' },
      when: { left: '{{issue.number}}', op: 'exists' },
    },
    state: { path: 'invoice', status: 'waiting', items: 4, attempts: [] },
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() =>
      expect(screen.getByRole('img', { name: 'Runs once for each item of a list: 4 items' })).toBeVisible(),
    );
    await expect(screen.getByRole('img', { name: 'Runs only if its condition holds' })).toBeVisible();
    await expect(screen.getByRole('img', { name: 'Input for each of' })).toBeVisible();
    await expect(screen.getByText('is there')).toBeVisible();
    await expect(screen.getByRole('img', { name: 'waiting' })).toBeVisible();
  },
};

export const Failed: Story = {
  args: {
    state: {
      path: 'invoice',
      status: 'failed',
      attempts: [],
      error: { code: 'http_status', message: 'The billing service answered 422: the e-mail is missing.' },
    },
  },
};

export const Dark: Story = {
  args: { theme: 'dark', state: { path: 'invoice', status: 'running', attempts: [] } },
  parameters: { theme: 'dark' },
};
