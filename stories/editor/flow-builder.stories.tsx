import type { Meta, StoryObj } from '@storybook/react-vite';
import { type ComponentProps, useState } from 'react';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { FlowBuilder, StepGraphEditor } from '../../src/editor/flow-builder.js';
import type { Graph } from '../../src/engine/index.js';
import { lastGraph, Stage } from './builder-stage.js';
import { connectors, demoGraph, failedRun, inputSchema, play, runningEvents, succeededRun } from './demo.js';

const meta = {
  title: 'Editor/Flow builder',
  component: Stage,
  args: {
    defaultValue: demoGraph,
    connectors,
    inputSchema,
    title: 'Order to shipment',
    onChange: fn(),
    onRun: fn(),
    onCancel: fn(),
  },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

const canvasOf = (root: HTMLElement) => within(within(root).getByRole('region', { name: 'Flow canvas' }));

export const Demo: Story = {
  play: async ({ canvasElement }) => {
    const canvas = canvasOf(canvasElement);
    await waitFor(() => expect(canvas.getByText('GET /users/:id')).toBeVisible());
    await expect(canvas.getByText('GET /orders')).toBeVisible();
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-wire-path')).toHaveLength(3));
    await expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(2);
  },
};

export const Empty: Story = {
  args: { defaultValue: { steps: [] }, onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    await expect(screen.getByText('Start with a step')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Add an HTTP request' }));
    await waitFor(() => expect(args.onChange).toHaveBeenCalled());
    await expect(await screen.findByRole('status')).toHaveTextContent('Added HTTP request.');
  },
};

export const Running: Story = {
  args: { run: play(runningEvents, Date.now()) },
  play: async ({ canvasElement, args }) => {
    const canvas = canvasOf(canvasElement);
    // Nodes stay hidden until React Flow has measured them.
    await waitFor(() => expect(canvas.getByRole('img', { name: 'running' })).toBeVisible());
    await expect(canvas.getAllByRole('img', { name: 'succeeded' })).toHaveLength(2);
    // What comes right after the button appeared was meant for Run.
    await waitFor(
      async () => {
        await userEvent.click(within(canvasElement).getByRole('button', { name: 'Cancel run' }));
        await expect(args.onCancel).toHaveBeenCalled();
      },
      { timeout: 3000 },
    );
  },
};

export const Succeeded: Story = { args: { run: succeededRun } };

export const Failed: Story = {
  args: { run: failedRun },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasOf(canvasElement).getByText(/answered 503 twice/)).toBeVisible());
  },
};

export const ReadOnly: Story = {
  args: { readOnly: true, run: succeededRun },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await expect(screen.queryByRole('button', { name: 'Undo' })).toBeNull();
    await expect(screen.queryByRole('button', { name: 'Arrange the steps' })).toBeNull();
  },
};

export const Dark: Story = {
  args: { theme: 'dark', run: play(runningEvents, Date.now()) },
  parameters: { theme: 'dark' },
};

export const Narrow: Story = {
  args: { width: 420 },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await userEvent.click(screen.getByRole('button', { name: 'Show the library' }));
    await waitFor(() => expect(screen.getByRole('combobox', { name: 'Search nodes' })).toBeVisible());
    await userEvent.click(screen.getByRole('button', { name: 'Close' }));
  },
};

export const WithProblems: Story = {
  args: {
    defaultValue: {
      ...demoGraph,
      steps: demoGraph.steps.map((step) =>
        step.id === 'invoice' && step.type === 'connector'
          ? { ...step, input: { email: '{{user.emial}}', lines: '{{orders.items}}' } }
          : step,
      ),
    },
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await userEvent.click(await screen.findByRole('button', { name: /problem/ }));
    const problems = within(screen.getByRole('region', { name: 'Problems' }));
    await expect(problems.getByText(/emial/)).toBeVisible();
  },
};

/** The list stays where its last problem is put right, and can be closed then too. */
export const LastProblemSolved: Story = {
  args: {
    defaultValue: { steps: [{ id: 'pause', type: 'wait', name: 'Pause', for: { seconds: -1 } }] },
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await userEvent.click(await screen.findByRole('button', { name: '1 problem' }));
    await userEvent.click(await screen.findByRole('treeitem', { name: /Pause/ }));
    const seconds = await screen.findByRole('textbox', { name: /Seconds/ });
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '5');
    await expect(await screen.findByText('No problems. This flow can run.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Problems' }));
    await expect(screen.queryByText('No problems. This flow can run.')).toBeNull();
    await expect(screen.queryByRole('button', { name: 'Problems' })).toBeNull();
  },
};

/** Two editors on one page share nothing. */
export const TwoOnOnePage: Story = {
  render: (args) => (
    <div style={{ display: 'grid', gridTemplateRows: '1fr 1fr', height: '200vh' }}>
      <Stage {...args} />
      <Stage {...args} defaultValue={{ steps: [] }} label="Second" title="Another flow" />
    </div>
  ),
};

function Controlled({ defaultValue: _, ...props }: ComponentProps<typeof Stage>) {
  const [graph, setGraph] = useState<Graph>(demoGraph);
  return (
    <Stage
      {...props}
      value={graph}
      onChange={(next, change) => {
        setGraph(next);
        props.onChange?.(next, change);
      }}
    />
  );
}

/** The graph lives in the host; a step is opened from the outline and renamed, and what reads it follows. */
export const ControlledByTheHost: Story = {
  render: (args) => <Controlled {...args} />,
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    await userEvent.click(screen.getByRole('treeitem', { name: /Fetch user/ }));
    const id = await screen.findByRole('textbox', { name: 'Id' });
    await userEvent.clear(id);
    await userEvent.type(id, 'customer{Enter}');
    await waitFor(() => {
      const graph = lastGraph(args.onChange);
      expect(JSON.stringify(graph)).toContain('{{customer.email}}');
      expect(JSON.stringify(graph)).not.toContain('{{user.');
    });
  },
};

/** Two steps are found, added, wired and run without a pointer. */
export const ByKeyboardAlone: Story = {
  args: { defaultValue: { steps: [] }, inputSchema: undefined, onChange: fn(), onRun: fn() },
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    const page = within(document.body);
    screen.getByRole('combobox', { name: 'Search nodes' }).focus();
    await userEvent.keyboard('http{Enter}');
    await waitFor(() => expect(screen.getAllByRole('treeitem')).toHaveLength(1));
    await userEvent.keyboard('{Escape}message{Enter}');
    await waitFor(() => expect(screen.getAllByRole('treeitem')).toHaveLength(2));

    screen.getByRole('treeitem', { name: /HTTP request/ }).focus();
    await userEvent.keyboard('{Home}');
    const connect = await screen.findByRole('button', { name: 'Connect to…' });
    connect.focus();
    await userEvent.keyboard('{Enter}');
    const target = await page.findByRole('combobox', { name: 'Target field' });
    target.focus();
    await userEvent.keyboard('{Enter}');
    await page.findByRole('option', { name: 'text' });
    // Keys reach the list once it has the focus.
    await waitFor(() => expect(document.activeElement?.closest('[role="listbox"]')).not.toBeNull());
    await userEvent.keyboard('{ArrowDown}{Enter}');
    await waitFor(() => expect(target).toHaveTextContent('text'));
    page.getByRole('button', { name: 'Connect' }).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => {
      expect(lastGraph(args.onChange).steps[1]).toMatchObject({ input: { text: '{{step_1}}' } });
      expect(lastGraph(args.onChange).edges).toEqual([{ source: 'step_1', target: 'step_2' }]);
    });
    screen.getByRole('button', { name: 'Run' }).focus();
    await userEvent.keyboard('{Enter}');
    await expect(args.onRun).toHaveBeenCalledWith({});
  },
};

/** Deleting what others read says who they are; it is one thing to undo. */
export const DeletingWhatOthersRead: Story = {
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    const page = within(document.body);
    screen.getByRole('treeitem', { name: /Fetch user/ }).focus();
    await userEvent.keyboard('{Home}{Delete}');
    await expect(await page.findByText('2 fields read this step')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Delete and clear them' }));
    await waitFor(() => expect(lastGraph(args.onChange).steps).toHaveLength(2));
    await expect(JSON.stringify(lastGraph(args.onChange))).not.toContain('{{user');
    await userEvent.click(screen.getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(lastGraph(args.onChange)).toEqual(demoGraph));
  },
};

/** Without a provider, and with the parts laid out by the host. */
export const PartsOfAHostsLayout: Story = {
  render: (args) => (
    <div style={{ height: 600 }}>
      <FlowBuilder.Root defaultValue={args.defaultValue} connectors={connectors} theme="light">
        <FlowBuilder.Canvas />
      </FlowBuilder.Root>
    </div>
  ),
};

/** The editor for a connector's own steps: its palette has steps only. */
export const StepsOfAConnector: Story = {
  render: ({ onChange }) => (
    <div style={{ height: '100vh' }}>
      <StepGraphEditor
        theme="light"
        title="Create invoice"
        defaultValue={{
          ...demoGraph,
          steps: demoGraph.steps.slice(0, 2),
          edges: [{ source: 'user', target: 'orders' }],
        }}
        inputSchema={inputSchema}
        onChange={onChange}
      />
    </div>
  ),
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await expect(screen.getAllByRole('option')).toHaveLength(4);
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(1));
  },
};

/** The provider's strings reach the editor, its forms and its run. */
export const InGerman: Story = {
  args: {
    run: succeededRun,
    strings: {
      editor: { run: 'Starten', problems: 'Probleme', httpMethod: 'Methode', tabSetUp: 'Einrichten' },
      forms: { value: 'Wert', reference: 'Verweis' },
      runs: { timeline: 'Verlauf', run: 'Lauf' },
    },
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await expect(screen.getByRole('button', { name: 'Starten' })).toBeVisible();
    await expect(screen.getByRole('tab', { name: 'Verlauf' })).toBeVisible();
    await userEvent.click(screen.getAllByRole('treeitem')[0] as HTMLElement);
    await expect(await screen.findByRole('tab', { name: 'Einrichten' })).toBeVisible();
    await waitFor(() => expect(screen.getByText('Methode')).toBeVisible());
    await expect(screen.getAllByRole('radio', { name: 'Verweis' }).length).toBeGreaterThan(0);
  },
};
