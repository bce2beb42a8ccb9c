import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, screen, userEvent, within } from 'storybook/test';
import type { PatchbayClient } from '../../src/client/index.js';
import { FlowScreen } from '../../src/flows/flow-screen.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { credential } from '../credentials/example-credentials.js';
import { failedRun } from '../runs/example-runs.js';
import {
  execution,
  flow,
  never,
  offline,
  page,
  type Refusal,
  scriptedClient,
  summary,
} from '../scripted-server.js';

interface ScreenProps {
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  role?: 'editor' | 'viewer';
}

function Screen({ client, theme = 'light', role = 'editor' }: ScreenProps) {
  return (
    <div style={{ height: '100vh' }}>
      <PatchbayProvider client={client} theme={theme} role={role}>
        <FlowScreen flowId={flow(1).id} flowsHref="#/flows" />
      </PatchbayProvider>
    </div>
  );
}

const last = execution(128, {
  status: 'failed',
  error: failedRun.error ?? null,
  durationMs: 2_715,
  steps: Object.values(failedRun.steps),
});
const conflict: Refusal = {
  refuse: 412,
  code: 'version_conflict',
  detail: 'Version 14 is not the newest any more.',
};

/** A server with the flow and its last run; `save` answers what is saved, `start` what is run. */
function server(answers: { save?: unknown; start?: unknown; credentials?: unknown } = {}): PatchbayClient {
  return scriptedClient({
    ...(answers.credentials !== undefined && { '/workspace/credentials': answers.credentials }),
    '/connectors': page([]),
    [`/flows/${flow(1).id}`]: ({ method }: { method: string }) =>
      method === 'PATCH' ? (answers.save ?? flow(1, { version: 15 })) : flow(1),
    [`/flows/${flow(1).id}/execute`]: answers.start ?? execution(129, { status: 'queued', seq: 0 }),
    '/executions?': page([summary(128, { status: 'failed' })]),
    [`/executions/${last.id}`]: last,
  });
}

const meta = {
  title: 'Flows/FlowScreen',
  component: Screen,
  args: { client: server() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

async function rename(canvasElement: HTMLElement): Promise<void> {
  const name = await within(canvasElement).findByRole('textbox', { name: 'Name of the flow' });
  await userEvent.type(name, ' again{Enter}');
}

export const WithItsLastRun: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('failed · 2.71 s')).toBeVisible();
    await rename(canvasElement);
    await expect(await canvas.findByText('v15 · saved', {}, { timeout: 5_000 })).toBeVisible();
  },
};

export const SomeoneElseSaved: Story = {
  args: { client: server({ save: conflict }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await rename(canvasElement);
    await expect(await canvas.findByRole('alert', {}, { timeout: 5_000 })).toHaveTextContent(
      'Someone else changed this flow',
    );
    await expect(canvas.getByRole('button', { name: 'Save mine over it' })).toBeVisible();
  },
};

export const NotSaved: Story = {
  args: { client: server({ save: offline }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await rename(canvasElement);
    await expect(await canvas.findByRole('alert', {}, { timeout: 5_000 })).toHaveTextContent(
      "Your changes aren't saved",
    );
  },
};

export const NotStarted: Story = {
  args: {
    client: server({ start: { refuse: 422, code: 'invalid_input', detail: 'userId has to be a number.' } }),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: 'Run' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('userId has to be a number.');
    await userEvent.click(canvas.getByRole('button', { name: 'Dismiss' }));
    await expect(canvas.queryByRole('alert')).toBeNull();
  },
};

export const ReadOnly: Story = {
  args: { role: 'viewer' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('failed · 2.71 s')).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'Run' })).toBeNull();
    await expect(canvas.queryByRole('textbox', { name: 'Name of the flow' })).toBeNull();
  },
};

export const WithCredentials: Story = {
  args: { client: server({ credentials: page([credential(1)]) }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('treeitem', { name: /Send e-mail/ }));
    await userEvent.click(await canvas.findByRole('combobox', { name: 'Authentication' }));
    await userEvent.click(await screen.findByRole('option', { name: /Stripe live/ }));
    await expect(canvas.getByText(/only to api\.stripe\.com/)).toBeVisible();
    await expect(await canvas.findByText('v15 · saved', {}, { timeout: 5_000 })).toBeVisible();
  },
};

export const Loading: Story = { args: { client: scriptedClient({ '/': never }) } };

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/': offline }) },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText("Can't reach the server", {}, { timeout: 5_000 }),
    ).toBeVisible();
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
