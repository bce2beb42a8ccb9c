import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ComponentProps } from 'react';
import { expect, fireEvent, fn, userEvent, waitFor, within } from 'storybook/test';
import { FlowBuilder } from '../../src/editor/flow-builder.js';
import type { Graph } from '../../src/engine/index.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { controlGraph, controlInputSchema, loopingRun, waitingRun } from './control-demo.js';
import { connectors } from './demo.js';

type BuilderProps = ComponentProps<typeof FlowBuilder>;

function Stage(props: BuilderProps & { theme?: 'light' | 'dark' | undefined }) {
  const { theme = 'light', ...builder } = props;
  return (
    <div style={{ height: '100vh', minHeight: 760 }}>
      <PatchbayProvider theme={theme}>
        <FlowBuilder {...builder} />
      </PatchbayProvider>
    </div>
  );
}

const meta = {
  title: 'Editor/Branches, waits and loops',
  component: Stage,
  args: {
    defaultValue: controlGraph,
    connectors,
    inputSchema: controlInputSchema,
    title: 'Orders',
    onChange: fn(),
  },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

const lastGraph = (onChange: unknown) => (onChange as ReturnType<typeof fn>).mock.lastCall?.[0] as Graph; // the story's own spy
const stepOf = (graph: Graph, id: string) => graph.steps.find((step) => step.id === id);

async function open(canvasElement: HTMLElement, name: RegExp) {
  const screen = within(canvasElement);
  await userEvent.click(await screen.findByRole('treeitem', { name }));
  return within(screen.getByRole('complementary', { name: 'Inspector' }));
}

export const OnTheCanvas: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(within(canvasElement).getByRole('region', { name: 'Flow canvas' }));
    await waitFor(() => expect(canvas.getByText('Wait 5 minutes')).toBeVisible());
    await expect(canvas.getByText('action · approvals.ask')).toBeVisible();
    await expect(canvas.getByRole('img', { name: 'Runs only if its condition holds' })).toBeVisible();
    await expect(canvas.getByRole('img', { name: 'Runs once for each item of a list' })).toBeVisible();
    // Once as a way out of the branch, once on the edge that follows it.
    await expect(canvas.getAllByText('Otherwise')).toHaveLength(2);
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(5));
  },
};
export const OnTheCanvasDark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };

/** The way that was taken is marked, the loop counts its items, and the inspector lists them. */
export const Looping: Story = {
  args: { run: loopingRun(Date.now()) },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    const canvas = within(screen.getByRole('region', { name: 'Flow canvas' }));
    await waitFor(() =>
      expect(canvas.getByRole('img', { name: 'Runs once for each item of a list: 12 items' })).toBeVisible(),
    );
    await expect(canvasElement.querySelector('.pb-way[data-taken] .pb-row-name')).toHaveTextContent(
      'Large order',
    );
    await expect(await screen.findByText('7 of 12')).toBeVisible();
    await expect(screen.getByText('1 failed')).toBeVisible();
    await userEvent.click(await screen.findByRole('button', { name: 'What is inside Write to everyone' }));
    await expect(screen.getByRole('button', { name: /^Item 4/ })).toBeVisible();
    const inspector = await open(canvasElement, /Write to everyone/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Request' }));
    const items = within(await inspector.findByRole('region', { name: 'Items' }));
    await userEvent.click(items.getByText(/Item 4/));
    await waitFor(() => expect(items.getAllByText(/#customer-4 is archived/).length).toBeGreaterThan(1));
  },
};
export const LoopingDark: Story = {
  args: { theme: 'dark', run: loopingRun(Date.now()) },
  parameters: { theme: 'dark' },
};

export const Waiting: Story = {
  args: { run: waitingRun(Date.now()) },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() => expect(canvasElement.querySelector('.pb-node[data-status="waiting"]')).toBeVisible());
    const inspector = await open(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Output' }));
    await expect(await inspector.findByText(/^Waits until .+, then goes on\.$/)).toBeVisible();
    await expect(screen.getByText(/^until /, { selector: '.pb-lane-note' })).toBeVisible();
  },
};

/** Cases are added, named, renamed and moved; what follows a case goes on following it. */
export const Cases: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    const [id] = inspector.getAllByRole('textbox', { name: 'Id of the case' });
    await userEvent.clear(id as HTMLElement);
    await userEvent.type(id as HTMLElement, 'huge{Enter}');
    await waitFor(() =>
      expect(lastGraph(args.onChange).edges).toContainEqual({
        source: 'size',
        target: 'approve',
        on: 'huge',
      }),
    );
    await userEvent.click(inspector.getByRole('button', { name: 'Add a case' }));
    await waitFor(() =>
      expect(inspector.getAllByRole('textbox', { name: 'Id of the case' })).toHaveLength(3),
    );
    const names = inspector.getAllByRole('textbox', { name: 'Name of the case' });
    await userEvent.type(names.at(-1) as HTMLElement, 'From abroad');
    await userEvent.click(inspector.getByRole('button', { name: 'Look at From abroad earlier' }));
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      expect(step?.type === 'branch' && step.cases.map((each) => each.name)).toEqual([
        'Large order',
        'From abroad',
        'Nobody to write to',
      ]);
    });
  },
};

export const CasesDark: Story = {
  args: { theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    await waitFor(() => expect(inspector.getAllByRole('combobox', { name: 'Comparison' })).toHaveLength(3));
  },
};

/** A case that something follows is deleted only with an answer to what becomes of that. */
export const DeletingACase: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    const inspector = await open(canvasElement, /How large is it/);
    await userEvent.click(await inspector.findByRole('button', { name: 'Delete the case Large order' }));
    await expect(await page.findByText('One connection follows “Large order”')).toBeVisible();
    await userEvent.click(page.getByRole('button', { name: 'Delete, keep them as problems' }));
    await waitFor(() =>
      expect(canvasElement.querySelector('.pb-way[data-gone]')).toHaveTextContent('large (gone)'),
    );
    await expect(lastGraph(args.onChange).edges).toHaveLength(5);
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(lastGraph(args.onChange)).toEqual(controlGraph));
    await userEvent.click(await inspector.findByRole('button', { name: 'Delete the case Large order' }));
    await userEvent.click(await page.findByRole('button', { name: 'Delete them too' }));
    await waitFor(() => expect(lastGraph(args.onChange).edges).toHaveLength(4));
  },
};

/** A comparison is filled in like any field: by a reference, by an operator, by a value. */
export const AComparison: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    const inspector = await open(canvasElement, /How large is it/);
    const second = within(await inspector.findByRole('listitem', { name: 'Nobody to write to' }));
    await userEvent.click(await second.findByRole('combobox', { name: 'Comparison' }));
    await userEvent.click(await page.findByRole('option', { name: 'is at most' }));
    const right = await second.findByRole('textbox', { name: /^With/ });
    await userEvent.type(right, '3');
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      expect(step?.type === 'branch' && step.cases[1]?.when).toEqual({
        left: '{{orders.people}}',
        op: 'lte',
        right: 3,
      });
    });
    await userEvent.click(second.getByRole('button', { name: 'Add a comparison' }));
    await userEvent.click(await second.findByRole('radio', { name: 'Any of these' }));
    await waitFor(() => {
      const step = stepOf(lastGraph(args.onChange), 'size');
      const when = step?.type === 'branch' ? step.cases[1]?.when : undefined;
      expect(when).toMatchObject({ any: [{ op: 'lte' }, { left: '', op: 'equals', right: '' }] });
    });
  },
};

/** Whether a step runs, and for what, stands in its settings. */
export const ConditionAndLoop: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Settings' }));
    await userEvent.click(await inspector.findByRole('radio', { name: 'For each item of a list' }));
    const list = await inspector.findByRole('combobox', { name: /List/ });
    await userEvent.type(list, 'orders.people{Enter}');
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')?.forEach).toEqual({ items: '{{orders.people}}' }),
    );
    await userEvent.click(inspector.getByRole('radio', { name: 'Only if…' }));
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')?.when).toEqual({ left: '', op: 'equals', right: '' }),
    );
    await expect(canvasElement.querySelectorAll('[data-id="pause"] .pb-node-mark')).toHaveLength(2);
    await userEvent.click(inspector.getByRole('radio', { name: 'Once' }));
    await userEvent.click(inspector.getByRole('radio', { name: 'Always' }));
    await waitFor(() => expect(lastGraph(args.onChange)).toEqual(controlGraph));
  },
};

/** What a loop hands to its step is there, although no step gives it. */
export const ReadingTheItem: Story = {
  args: {
    defaultValue: {
      steps: [
        {
          id: 'shout',
          type: 'transform',
          name: 'Shout',
          forEach: { items: '{{input.words}}' },
          output: {
            word: '{{item | upper}}',
            place: '{{index}}',
            run: '{{execution.id}}',
            gone: '{{gone.id}}',
          },
        },
      ],
    },
  },
  play: async ({ canvasElement }) => {
    const canvas = within(within(canvasElement).getByRole('region', { name: 'Flow canvas' }));
    const chip = async (words: string) => (await canvas.findByText(words)).closest('.pb-chip');
    await expect(await chip('Item | upper')).not.toHaveAttribute('data-missing');
    await expect(await chip('Index')).not.toHaveAttribute('data-missing');
    await expect(await chip('execution › id')).not.toHaveAttribute('data-missing');
    await expect(await chip('gone › id')).toHaveAttribute('data-missing');
  },
};

/** A wait is for a time or until a moment, and changes from one to the other as one thing to undo. */
export const HowLongToWait: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement, /Let it settle/);
    const seconds = await inspector.findByRole('textbox', { name: /Seconds/ });
    await userEvent.clear(seconds);
    await userEvent.type(seconds, '90');
    await waitFor(() =>
      expect(stepOf(lastGraph(args.onChange), 'pause')).toMatchObject({ for: { seconds: 90 } }),
    );
    await userEvent.click(inspector.getByRole('radio', { name: 'Until a moment' }));
    const moment = await inspector.findByRole('textbox', { name: /Moment/ });
    await userEvent.type(moment, '2026-12-24T18:00:00Z');
    await waitFor(() => {
      expect(stepOf(lastGraph(args.onChange), 'pause')).toMatchObject({ until: '2026-12-24T18:00:00Z' });
      expect(stepOf(lastGraph(args.onChange), 'pause')).not.toHaveProperty('for');
    });
  },
};

/** What has no field yet is said, and kept through what the form changes. */
export const OptionsWithoutFields: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const inspector = await open(canvasElement, /Fetch orders/);
    const options = within(await inspector.findByRole('region', { name: 'Also set' }));
    await expect(options.getByText('credential shop')).toBeVisible();
    await expect(options.getByText('cursor')).toBeVisible();
    const url = await inspector.findByRole('textbox', { name: /URL/ });
    await userEvent.type(url, '/all');
    await waitFor(() => {
      const before = stepOf(controlGraph, 'orders');
      expect(stepOf(lastGraph(args.onChange), 'orders')).toEqual({
        ...before,
        request: {
          ...(before?.type === 'http' && before.request),
          url: 'https://api.example.com/orders/all',
        },
      });
    });
  },
};

/** A branch from the library leads the way of its first case, and a line from a way's handle follows that way. */
export const DrawnFromAWay: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const handle = (step: string, id: string) => {
      const element = canvasElement.querySelector(`[data-id="${step}"] [data-handleid="${id}"]`);
      if (element === null) throw new Error(`There is no handle ${id} at ${step}.`);
      return element;
    };
    const centre = (element: Element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return { clientX: left + width / 2, clientY: top + height / 2 };
    };
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(5));
    fireEvent.mouseDown(handle('size', 'seq:way:nobody'), {
      ...centre(handle('size', 'seq:way:nobody')),
      button: 0,
    });
    const end = centre(handle('mails', 'seq:in'));
    for (const clientX of [end.clientX - 40, end.clientX]) {
      fireEvent.mouseMove(document, { ...end, clientX });
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    fireEvent.mouseUp(document, end);
    await waitFor(() =>
      expect(lastGraph(args.onChange).edges).toContainEqual({
        source: 'size',
        target: 'mails',
        on: 'nobody',
      }),
    );
  },
};

/** The word on a line says which way it follows, and offers the others. */
export const ChangingAWay: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    const page = within(document.body);
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(5));
    const label = canvasElement.querySelector<HTMLElement>('.pb-edge-toolbar');
    if (label === null) throw new Error('No line has a word on it.');
    await userEvent.hover(label);
    await userEvent.click(
      await within(label).findByRole('button', { name: 'Follows: Large order. Choose another' }),
    );
    // The pointer leaves the line on its way to the menu, and takes its time.
    await userEvent.unhover(label);
    await new Promise((resolve) => setTimeout(resolve, 400));
    await userEvent.click(await page.findByRole('menuitem', { name: 'Nobody to write to' }));
    await waitFor(() =>
      expect(lastGraph(args.onChange).edges).toContainEqual({
        source: 'size',
        target: 'approve',
        on: 'nobody',
      }),
    );
  },
};

/** A condition that is nested is shown and kept. */
export const NestedCondition: Story = {
  args: {
    onChange: fn(),
    defaultValue: {
      steps: [
        {
          id: 'size',
          type: 'branch',
          name: 'Nested',
          cases: [
            { id: 'odd', when: { not: { any: [{ left: '{{input.a}}', op: 'exists' }] } } },
            { id: 'even', when: { all: [] } },
          ],
        },
      ],
    },
  },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement, /Nested/);
    await expect(await inspector.findByText(/This condition is nested/)).toBeVisible();
    await expect(inspector.getByText('Without a comparison this always holds.')).toBeVisible();
  },
};

export const ReadOnly: Story = {
  args: { readOnly: true, run: loopingRun() },
  play: async ({ canvasElement }) => {
    const inspector = await open(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    await expect(inspector.queryByRole('button', { name: 'Add a case' })).toBeNull();
  },
};

/** The words of the new parts reach a host that speaks another language. */
export const InGerman: Story = {
  render: (args) => (
    <div style={{ height: '100vh', minHeight: 760 }}>
      <PatchbayProvider
        theme="light"
        strings={{
          ui: { status: german },
          editor: {
            otherwise: 'Sonst',
            status: (status) => german[status],
            waitFor: (seconds) => `${seconds / 60} Minuten warten`,
            loop: (items) => (items === undefined ? 'Für jeden Eintrag' : `Für ${items} Einträge`),
          },
          runs: {
            stepWaits: (_, moment) => `Wartet bis ${moment}.`,
            untilMoment: (moment) => `bis ${moment}`,
            itemsDone: (done, of) => `${done} von ${of}`,
          },
        }}
      >
        <FlowBuilder {...args} run={waitingRun(Date.now())} />
      </PatchbayProvider>
    </div>
  ),
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() => expect(screen.getByRole('img', { name: 'wartet' })).toBeVisible());
    await expect(screen.getAllByText('5 Minuten warten').length).toBeGreaterThan(0);
    await expect(screen.getAllByText('Sonst')).toHaveLength(2);
    await expect(screen.getByText(/^bis /, { selector: '.pb-lane-note' })).toBeVisible();
  },
};

const german = {
  queued: 'eingereiht',
  running: 'läuft',
  waiting: 'wartet',
  succeeded: 'erledigt',
  failed: 'fehlgeschlagen',
  skipped: 'übersprungen',
  cancelled: 'abgebrochen',
};
