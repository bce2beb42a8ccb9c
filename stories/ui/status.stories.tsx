import type { Meta, StoryObj } from '@storybook/react-vite';
import { Inbox, Plus } from 'lucide-react';
import { expect, fn, userEvent } from 'storybook/test';
import type { StepStatus } from '../../src/engine/index.js';
import { Button } from '../../src/ui/button.js';
import { EmptyState } from '../../src/ui/empty-state.js';
import { ErrorState } from '../../src/ui/error-state.js';
import { Kbd } from '../../src/ui/kbd.js';
import { Pill } from '../../src/ui/pill.js';
import { Skeleton } from '../../src/ui/skeleton.js';
import { Spinner } from '../../src/ui/spinner.js';
import { StatusIcon } from '../../src/ui/status-icon.js';
import { StatusPill } from '../../src/ui/status-pill.js';
import { StoryFrame, StoryRow } from './story-frame.js';

const statuses: StepStatus[] = [
  'queued',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
];
const retry = fn();

function Status() {
  return (
    <StoryFrame width={520}>
      <StoryRow>
        {statuses.map((status) => (
          <StatusIcon key={status} status={status} />
        ))}
        <Spinner />
        <Kbd>⌘K</Kbd>
      </StoryRow>
      <StoryRow>
        {statuses.map((status) => (
          <StatusPill key={status} status={status} />
        ))}
      </StoryRow>
      <StoryRow>
        <StatusPill status="running" detail="1.4 s" />
        <StatusPill status="failed">failed at Create shipment</StatusPill>
        <Pill>v14 · saved</Pill>
        <Pill tone="accent">3</Pill>
        <Pill tone="wait">update available</Pill>
      </StoryRow>
      <Skeleton />
      <EmptyState
        icon={<Inbox />}
        title="No runs yet"
        actions={
          <Button variant="primary" icon={<Plus />}>
            Run this flow
          </Button>
        }
      >
        Run the flow once to see what each step got and gave.
      </EmptyState>
      <ErrorState
        title="The flows couldn't be loaded"
        message="The server at http://localhost:4310 doesn't answer. Check that it is running."
        onRetry={retry}
      />
    </StoryFrame>
  );
}

const meta = { title: 'Parts/Status', component: Status } satisfies Meta<typeof Status>;
export default meta;
type Story = StoryObj<typeof meta>;

export const All: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getAllByRole('img', { name: 'failed' })).toHaveLength(1);
    await userEvent.click(canvas.getByRole('button', { name: 'Try again' }));
    await expect(retry).toHaveBeenCalled();
  },
};
export const AllDark: Story = { parameters: { theme: 'dark' } };
