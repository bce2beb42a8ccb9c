import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, within } from 'storybook/test';
import { StepRunDetails } from '../../src/runs/step-run-details.js';
import {
  failedStep,
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

export const NoAnswer: Story = { args: { step: unreachedStep } };
export const Skipped: Story = { args: { step: skippedStep } };
export const RequestAlone: Story = { args: { step: succeededStep(), part: 'request' } };
export const OutputAlone: Story = { args: { step: failedStep(), part: 'output' } };
export const EmptyOutput: Story = { args: { step: { ...succeededStep(), output: {} }, part: 'output' } };
export const FailedDark: Story = { ...Failed, parameters: { theme: 'dark' } };
export const RetriedDark: Story = { ...Retried, parameters: { theme: 'dark' } };
