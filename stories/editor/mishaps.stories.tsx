import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fireEvent, fn, userEvent, waitFor, within } from 'storybook/test';
import { FlowBuilder } from '../../src/editor/flow-builder.js';
import { type Graph, parseGraph } from '../../src/engine/index.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { connectors, demoGraph, inputSchema, play, runningEvents } from './demo.js';

const meta = {
  title: 'Editor/Mishaps',
  component: FlowBuilder,
  args: { defaultValue: demoGraph, connectors, inputSchema, onChange: fn(), onRun: fn(), onCancel: fn() },
  decorators: [
    (Story) => (
      <div style={{ height: '100vh', minHeight: 640 }}>
        <PatchbayProvider theme="light">
          <Story />
        </PatchbayProvider>
      </div>
    ),
  ],
} satisfies Meta<typeof FlowBuilder>;

export default meta;
type Story = StoryObj<typeof meta>;

const stepCount = (root: HTMLElement) => root.querySelectorAll('.react-flow__node').length;

/** A URL that is emptied stays a text, and the step says what is missing. */
export const UrlEmptied: Story = {
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    const lastGraph = () => (args.onChange as ReturnType<typeof fn>).mock.lastCall?.[0] as Graph; // the story's own spy
    await userEvent.click(screen.getByRole('treeitem', { name: /Fetch user/ }));
    const field = await waitFor(() => {
      const found = canvasElement.querySelector<HTMLElement>(
        '[data-place="request.url"] :is(input, textarea, [contenteditable="true"])',
      );
      if (found === null) throw new Error('There is no field for the URL.');
      return found;
    });
    await userEvent.click(field);
    await userEvent.keyboard('{Control>}a{/Control}{Delete}');
    await waitFor(() => expect(lastGraph().steps[0]).toMatchObject({ request: { url: '' } }));
    await expect(parseGraph(lastGraph()).ok).toBe(true);
    await expect((await screen.findAllByText(/Enter a URL/)).length).toBeGreaterThan(0);
    await expect(stepCount(canvasElement)).toBe(3);
  },
};

/** After a click on the canvas the shortcuts go on: undo takes back the step that was added, and brings back a deleted one. */
export const UndoAfterThePointer: Story = {
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() => expect(stepCount(canvasElement)).toBe(3));
    await userEvent.click(screen.getByRole('option', { name: /Create invoice/ }));
    await waitFor(() => expect(stepCount(canvasElement)).toBe(4));
    (document.activeElement as HTMLElement | null)?.blur();
    const pane = canvasElement.querySelector('.react-flow__pane');
    if (pane === null) throw new Error('There is no canvas.');
    fireEvent.pointerDown(pane);
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(stepCount(canvasElement)).toBe(3));

    const node = canvasElement.querySelector<HTMLElement>('.react-flow__node[data-id="invoice"]');
    if (node === null) throw new Error('There is no node.');
    await userEvent.click(node);
    node.focus();
    await userEvent.keyboard('{Delete}');
    await waitFor(() => expect(stepCount(canvasElement)).toBe(2));
    await waitFor(() => expect(document.activeElement).not.toBe(document.body));
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(stepCount(canvasElement)).toBe(3));

    const outside = document.createElement('button');
    outside.textContent = "The host's own";
    document.body.append(outside);
    outside.focus();
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await expect(stepCount(canvasElement)).toBe(3);
    outside.remove();
    fireEvent.drop(pane, { dataTransfer: new DataTransfer() });
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await waitFor(() => expect(stepCount(canvasElement)).toBe(2));
  },
};

/** Delete and Backspace are about the steps only where the focus is on them: not in a panel, whatever was clicked there. */
export const DeletingBesideTheFields: Story = {
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await userEvent.click(screen.getByRole('treeitem', { name: /Create invoice/ }));
    const inspector = screen.getByRole('complementary', { name: 'Inspector' });
    const label = await waitFor(() => {
      const found = inspector.querySelector('.pb-field-type');
      if (found === null) throw new Error('There is no field.');
      return found;
    });
    const heading = canvasElement.querySelector('.pb-library-heading') ?? inspector;
    for (const beside of [label, within(inspector).getByRole('tab', { name: 'Settings' }), heading]) {
      await userEvent.click(beside);
      await userEvent.keyboard('{Delete}{Backspace}');
      fireEvent.cut(document.activeElement ?? document.body, { clipboardData: new DataTransfer() });
      await expect(stepCount(canvasElement)).toBe(3);
    }
    const node = canvasElement.querySelector<HTMLElement>('.react-flow__node[data-id="invoice"]');
    if (node === null) throw new Error('There is no node.');
    await userEvent.click(node);
    await userEvent.keyboard('{Backspace}');
    await waitFor(() => expect(stepCount(canvasElement)).toBe(2));
  },
};

/** What a problem offers to put it right stands at its field too, which has the focus afterwards. */
export const FixedAtTheField: Story = {
  args: {
    defaultValue: {
      ...demoGraph,
      steps: demoGraph.steps.map((step) =>
        step.id === 'invoice' && step.type === 'connector'
          ? {
              ...step,
              input: { ...(step.input as object) /* the demo says so */, email: 'Hi {{user.email | uper}}' },
            }
          : step,
      ),
    },
  },
  play: async ({ canvasElement, args }) => {
    const screen = within(canvasElement);
    await userEvent.click(screen.getByRole('treeitem', { name: /Create invoice/ }));
    const inspector = within(screen.getByRole('complementary', { name: 'Inspector' }));
    await userEvent.click(await inspector.findByRole('button', { name: /upper/ }));
    await waitFor(() =>
      expect((args.onChange as ReturnType<typeof fn>).mock.lastCall?.[0].steps).toContainEqual(
        expect.objectContaining({ input: expect.objectContaining({ email: 'Hi {{user.email | upper}}' }) }),
      ),
    );
    await expect(screen.queryByRole('button', { name: /problem/ })).toBeNull();
    await expect(document.activeElement).toHaveValue('Hi {{user.email | upper}}');
  },
};

/** The second half of a double click on Run doesn't cancel the run. */
export const CancelRightAfterRun: Story = {
  args: { run: play(runningEvents, Date.now()), onCancel: fn() },
  play: async ({ canvasElement, args }) => {
    fireEvent.click(within(canvasElement).getByRole('button', { name: 'Cancel run' }));
    await expect(args.onCancel).not.toHaveBeenCalled();
  },
};

let isBroken = true;

function Breakable() {
  if (isBroken) throw new Error('A part of the editor is broken.');
  return <p>Mended</p>;
}

/** What breaks inside the editor leaves the page around it alone. */
export const PartThatBreaks: Story = {
  render: () => (
    <>
      <p>The host's page</p>
      <FlowBuilder.Root defaultValue={demoGraph}>
        <Breakable />
      </FlowBuilder.Root>
    </>
  ),
  beforeEach: () => {
    isBroken = true;
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await expect(screen.getByText("The host's page")).toBeVisible();
    await expect(screen.getByRole('alert')).toHaveTextContent("The editor can't show this.");
    isBroken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await expect(screen.getByText('Mended')).toBeVisible();
  },
};

/** Parts put together by a host: the canvas takes the room that the others leave. */
export const PartsOfAHostsChoice: Story = {
  render: () => (
    <div style={{ height: 500 }}>
      <FlowBuilder.Root defaultValue={demoGraph} connectors={connectors}>
        <FlowBuilder.Toolbar />
        <FlowBuilder.Canvas />
        <FlowBuilder.Problems />
      </FlowBuilder.Root>
    </div>
  ),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(canvasElement.querySelectorAll('.react-flow__node')).toHaveLength(3));
    await expect(canvasElement.querySelector('.pb-canvas')?.clientHeight).toBeGreaterThan(200);
  },
};
