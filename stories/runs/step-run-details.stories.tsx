import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import type { Graph } from '../../src/engine/index.js';
import { StepRunDetails } from '../../src/runs/step-run-details.js';
import {
  failedStep,
  loopRun,
  pagedStep,
  parkedRun,
  polledStep,
  queuedStep,
  retriedStep,
  skippedStep,
  succeededStep,
  unreachedStep,
} from './example-runs.js';

const meta = {
  title: 'Runs/StepRunDetails',
  component: StepRunDetails,
  args: { step: succeededStep() },
  decorators: [
    (Story) => (
      <div style={{ maxWidth: 400, padding: 16 }}>
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof StepRunDetails>;
export default meta;
type Story = StoryObj<typeof meta>;

const branchGraph: Graph = {
  steps: [
    {
      id: 'size',
      type: 'branch',
      name: 'How large is it?',
      cases: [
        { id: 'large', name: 'Large order', when: { left: '{{input.total}}', op: 'gt', right: 1_000 } },
      ],
    },
    { id: 'ask', type: 'wait', name: 'Ask', for: { seconds: 1 } },
  ],
  edges: [{ source: 'size', target: 'ask', on: 'large' }],
};

export const Queued: Story = { args: { step: queuedStep } };

export const Running: Story = {
  render: () => (
    <StepRunDetails
      step={{ path: 'user', status: 'running', startedAt: Date.now(), attempts: [], input: { zip: '1010' } }}
    />
  ),
};

export const Succeeded: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('http://localhost:4311/users/1', { exact: false })).toBeVisible();
    await userEvent.click(canvas.getByText('2 headers', { selector: '[aria-label=Request] *' }));
    await expect(canvas.getByText('authorization')).toBeVisible();
    await expect(canvas.getByText('list of 2')).toBeVisible();
  },
};

export const Retried: Story = {
  args: { step: retriedStep() },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText('Attempt 1 · 503 · 240 ms · then waited 500 ms')).toBeVisible();
    await expect(canvas.getByText(/holds the first 64 KiB/)).toBeVisible();
  },
};

export const Failed: Story = {
  args: { step: failedStep() },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText(/postcode must match country.*run again/)).toBeVisible();
    await expect(canvas.getByText('http_status · 422 · input.zip')).toBeVisible();
  },
};

/** Which page, how far an attempt came, and what only looked. */
export const Pages: Story = {
  args: { step: pagedStep },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText(/^182 ms · 3 pages/)).toBeVisible();
    const broken = canvas.getByText(
      'Attempt 2 · page 2 · timeout · the answer had only begun · 40 ms · then waited 500 ms',
    );
    await userEvent.click(broken);
    await expect(await canvas.findByText('How far it came: the answer had only begun.')).toBeVisible();
    await expect(canvas.getByText(/^Attempt 5 · looked whether it took effect/)).toBeVisible();
  },
};

/** What it waits for and how often it has asked; of many attempts the last ones. */
export const Polling: Story = {
  render: () => <StepRunDetails step={polledStep(Date.now())} />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(
      canvas.getByText(/^Waits until .+, then asks again\. · asked 45 times so far$/),
    ).toBeVisible();
    await expect(canvas.queryByText(/^Attempt 25 /)).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'Show 20 more' }));
    await expect(canvas.getByText(/^Attempt 25 /)).toBeVisible();
  },
};

export const WaitingForARetry: Story = {
  render: () => {
    const run = parkedRun(Date.now(), Date.now() + 90_000_000);
    return <StepRunDetails step={run.steps.orders ?? pagedStep} run={run} />;
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText(/^Waits until .+, then tries again\.$/)).toBeVisible();
  },
};

/** The items of a loop, those that failed first of all. */
export const Loop: Story = {
  render: () => {
    const run = loopRun(Date.now(), 500);
    return <StepRunDetails step={run.steps.mail ?? pagedStep} run={run} />;
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(canvas.getByText(/475 of 500 · 4 failed/)).toBeVisible();
    await userEvent.click(canvas.getByText('Item 100'));
    await expect(await canvas.findByText('rejected')).toBeVisible();
  },
};
export const LoopDark: Story = { ...Loop, parameters: { theme: 'dark' } };

/** The way that a branch took, by the name of its case. */
export const Branch: Story = {
  args: {
    step: { path: 'size', status: 'succeeded', case: 'large', output: { case: 'large' }, attempts: [] },
    graph: branchGraph,
  },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText('It took the way “Large order”.')).toBeVisible();
  },
};
export const BranchElse: Story = {
  args: { step: { path: 'size', status: 'succeeded', case: 'else', output: {}, attempts: [] } },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText(/No case held/)).toBeVisible();
  },
};

export const NoAnswer: Story = { args: { step: unreachedStep } };
export const Skipped: Story = { args: { step: skippedStep } };

/** Where the graph is known, it says what the line was for and which way was taken. */
export const SkippedAfterABranch: Story = {
  args: {
    step: { path: 'ask', status: 'skipped', reason: 'How large is it? succeeded.', attempts: [] },
    run: {
      status: 'succeeded',
      seq: 4,
      steps: { size: { path: 'size', status: 'succeeded', case: 'else', attempts: [] } },
    },
    graph: branchGraph,
  },
  play: async ({ canvasElement }) => {
    await expect(
      within(canvasElement).getByText(
        'No line to it was followed: How large is it? took the way “Otherwise”, not “Large order”.',
      ),
    ).toBeVisible();
  },
};
export const RequestAlone: Story = { args: { step: succeededStep(), part: 'request' } };
export const OutputAlone: Story = { args: { step: failedStep(), part: 'output' } };
export const EmptyOutput: Story = { args: { step: { ...succeededStep(), output: {} }, part: 'output' } };
export const FailedDark: Story = { ...Failed, parameters: { theme: 'dark' } };
export const RetriedDark: Story = { ...Retried, parameters: { theme: 'dark' } };
