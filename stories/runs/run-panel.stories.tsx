import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import { RunPanel } from '../../src/runs/run-panel.js';
import { failedRun, loopRun, parkedRun, runningRun, stepName, succeededRun } from './example-runs.js';

const meta = {
  title: 'Runs/RunPanel',
  component: RunPanel,
  args: { stepName, onSelectStep: fn(), run: failedRun },
  decorators: [
    (Story) => (
      <div style={{ height: 260 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof RunPanel>;
export default meta;
type Story = StoryObj<typeof meta>;

export const BeforeTheFirstRun: Story = {
  args: { run: undefined },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText('Nothing has run yet')).toBeVisible();
  },
};

export const Failed: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('2 tries')).toBeVisible();
    await expect(canvas.getByText('skipped', { selector: '.pb-lane-note' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Create shipment' }));
    await expect(args.onSelectStep).toHaveBeenCalledWith('shipment');
  },
};

export const Succeeded: Story = { args: { run: succeededRun, selected: 'orders' } };

export const Data: Story = {
  args: { run: succeededRun },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('tab', { name: 'Data' }));
    await expect(await canvas.findByRole('tree', { name: 'Output of the run' })).toBeVisible();
  },
};

export const Log: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(canvas.getByRole('tab', { name: 'Log' }));
    await expect(await canvas.findByText('Fetch orders: attempt 2 follows in 500 ms.')).toBeVisible();
    await expect(canvas.getByText('The run failed after 2.71 s.')).toBeVisible();
  },
};

/** The pill and the bars move: their times come from the clock, not from an event. */
export const Running: Story = {
  args: { run: undefined },
  render: (args) => <RunPanel {...args} run={runningRun(Date.now())} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('Book the parcel')).toBeVisible();
    const pill = canvas.getByText(/^running/, { selector: '.pb-pill' });
    const before = pill.textContent;
    await waitFor(() => expect(pill.textContent).not.toBe(before), { timeout: 2_000 });
  },
};

export const LongRun: Story = {
  args: {
    run: {
      ...succeededRun,
      steps: Object.fromEntries(
        Array.from({ length: 40 }, (_, index) => [
          `step_${index}`,
          {
            path: `step_${index}`,
            status: 'succeeded' as const,
            startedAt: (succeededRun.startedAt ?? 0) + index * 30,
            finishedAt: (succeededRun.startedAt ?? 0) + index * 30 + 25,
            durationMs: 25,
            attempts: [],
          },
        ]),
      ),
    },
  },
};

/** A loop of ten thousand is one lane. Unfolded it shows what failed and what runs first of all, and more when asked. */
export const LargeLoop: Story = {
  args: { run: undefined },
  render: (args) => <RunPanel {...args} run={loopRun(Date.now(), 10_000)} />,
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getAllByRole('listitem')).toHaveLength(2);
    await expect(canvas.getByText('99 failed')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'What is inside Send e-mail' }));
    await expect(canvas.getAllByRole('listitem')).toHaveLength(22);
    await userEvent.click(canvas.getByRole('button', { name: 'Show 100 more' }));
    await expect(canvas.getAllByRole('listitem')).toHaveLength(122);
    await userEvent.click(canvas.getByRole('button', { name: /^Item 100 failed/ }));
    await expect(args.onSelectStep).toHaveBeenCalledWith('mail[99]');
    await userEvent.click(canvas.getByRole('tab', { name: 'Log' }));
    await userEvent.click(await canvas.findByRole('button', { name: 'Show 300 earlier' }));
    await expect(canvas.getAllByRole('listitem')).toHaveLength(600);
  },
};
export const LargeLoopDark: Story = {
  ...LargeLoop,
  play: async ({ canvasElement }) => {
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'What is inside Send e-mail' }));
  },
  parameters: { theme: 'dark' },
};

/** What is chosen has a lane, also inside of a loop. */
export const AnItemIsChosen: Story = {
  args: { run: undefined },
  render: (args) => <RunPanel {...args} run={loopRun(Date.now(), 400)} selected="mail[250]" />,
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByRole('button', { name: /^Item 251 succeeded/ })).toHaveAttribute(
      'aria-current',
      'step',
    );
  },
};

/** A run that was put down says until when, and what follows then. */
export const Waiting: Story = {
  args: { run: undefined },
  render: (args) => <RunPanel {...args} run={parkedRun(Date.now(), Date.now() + 1_800_000)} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText(/^waiting/, { selector: '.pb-pill' })).toHaveTextContent(/until \d/);
    await expect(canvas.getByText(/^until \d/, { selector: '.pb-lane-note' })).toBeVisible();
  },
};
export const WaitingDark: Story = { ...Waiting, parameters: { theme: 'dark' } };

export const Dark: Story = { parameters: { theme: 'dark' } };
export const RunningDark: Story = { ...Running, parameters: { theme: 'dark' } };
