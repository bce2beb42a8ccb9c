import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { drag, handleOf, openStep, Stage, toHaveEdge } from './builder-stage.js';
import { controlArgs, loopingRun, waitingRun } from './control-demo.js';

const meta = {
  title: 'Editor/Branches, waits and loops',
  component: Stage,
  args: { ...controlArgs, onChange: fn() },
} satisfies Meta<typeof Stage>;

export default meta;
type Story = StoryObj<typeof meta>;

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
    const inspector = await openStep(canvasElement, /Write to everyone/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Request' }));
    const items = within(await inspector.findByRole('region', { name: 'Items' }));
    await userEvent.click(items.getByText(/Item 4/));
    await waitFor(() => expect(items.getAllByText(/#customer-4 is archived/).length).toBeGreaterThan(1));
    await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Output' }));
    const reason = /How large is it\? took the way “Large order”, not “Otherwise”/;
    await expect(await inspector.findByText(reason)).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'Log' }));
    await expect(
      await screen.findByText(/^Let it settle was skipped: .+“Large order”, not “Otherwise”\.$/),
    ).toBeVisible();
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
    const inspector = await openStep(canvasElement, /Let it settle/);
    await userEvent.click(await inspector.findByRole('tab', { name: 'Output' }));
    await expect(await inspector.findByText(/^Waits until .+, then goes on\.$/)).toBeVisible();
    await expect(screen.getByText(/^until /, { selector: '.pb-lane-note' })).toBeVisible();
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

/** A branch from the library leads the way of its first case, and a line from a way's handle follows that way. */
export const DrawnFromAWay: Story = {
  args: { onChange: fn() },
  play: async ({ canvasElement, args }) => {
    await waitFor(() => expect(canvasElement.querySelectorAll('.pb-edge-path')).toHaveLength(5));
    await drag(handleOf(canvasElement, 'size', 'seq:way:nobody'), handleOf(canvasElement, 'mails', 'seq:in'));
    await toHaveEdge(args.onChange, { source: 'size', target: 'mails', on: 'nobody' });
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
    await toHaveEdge(args.onChange, { source: 'size', target: 'approve', on: 'nobody' });
  },
};

export const ReadOnly: Story = {
  args: { readOnly: true, run: loopingRun() },
  play: async ({ canvasElement }) => {
    const inspector = await openStep(canvasElement, /How large is it/);
    await expect(await inspector.findByText('Leads to Ask for approval.')).toBeVisible();
    await expect(inspector.queryByRole('button', { name: 'Add a case' })).toBeNull();
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

/** The words of the new parts reach a host that speaks another language. */
export const InGerman: Story = {
  args: {
    run: waitingRun(Date.now()),
    strings: {
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
    },
  },
  play: async ({ canvasElement }) => {
    const screen = within(canvasElement);
    await waitFor(() => expect(screen.getByRole('img', { name: 'wartet' })).toBeVisible());
    await expect(screen.getAllByText('5 Minuten warten').length).toBeGreaterThan(0);
    await expect(screen.getAllByText('Sonst')).toHaveLength(2);
    await expect(screen.getByText(/^bis /, { selector: '.pb-lane-note' })).toBeVisible();
  },
};
