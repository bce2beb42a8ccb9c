import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { PatchbayClient } from '../../src/client/index.js';
import { ExecutionList } from '../../src/executions/execution-list.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { flow, never, offline, page, scriptedClient, summary } from '../scripted-server.js';

function Screen({ client, theme = 'light' }: { client: PatchbayClient; theme?: 'light' | 'dark' }) {
  return (
    <div style={{ height: '100vh' }}>
      <PatchbayProvider client={client} theme={theme}>
        <ExecutionList executionHref={(id) => `#/executions/${id}`} flowHref={(id) => `#/flows/${id}`} />
      </PatchbayProvider>
    </div>
  );
}

const failed = summary(127, {
  status: 'failed',
  name: 'Nightly clean-up of the customer base, with a name that goes on',
  error: {
    code: 'http_status',
    message: 'The carrier answered 422: "postcode must match country".',
    step: 'shipment',
  },
});
const rows = [
  summary(128, {
    status: 'running',
    finishedAt: null,
    durationMs: null,
    startedAt: new Date().toISOString(),
  }),
  failed,
  summary(126),
  summary(121, {
    status: 'waiting',
    finishedAt: null,
    durationMs: null,
    startedAt: new Date(Date.now() - 90_000).toISOString(),
  }),
  summary(125, { status: 'cancelled', durationMs: 61_000 }),
  summary(124, { status: 'queued', startedAt: null, finishedAt: null, durationMs: null }),
];
const server = {
  '/flows': page([flow(1)]),
  '/executions': ({ path }: { path: string }) => {
    if (path.includes('status=failed')) return page([failed]);
    if (path.includes('status=cancelled')) return page([]);
    return path.includes('cursor=') ? page([summary(123), summary(122)]) : page(rows, 'older');
  },
};

const meta = {
  title: 'Executions/ExecutionList',
  component: Screen,
  args: { client: scriptedClient(server) },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

async function choose(canvasElement: HTMLElement, select: string, option: string) {
  await userEvent.click(within(canvasElement).getByRole('combobox', { name: select }));
  await userEvent.click(await within(document.body).findByRole('option', { name: option }));
}

export const Filled: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('link', { name: 'Run #128' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Load more' }));
    await expect(await canvas.findByRole('link', { name: 'Run #122' })).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'Load more' })).toBeNull();
  },
};

export const Filtered: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await canvas.findByRole('link', { name: 'Run #128' });
    await choose(canvasElement, 'Status', 'failed');
    await waitFor(() => expect(canvas.getAllByRole('link', { name: /^Run/ })).toHaveLength(1));
  },
};

export const NothingFits: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await canvas.findByRole('link', { name: 'Run #128' });
    await choose(canvasElement, 'Status', 'cancelled');
    await userEvent.click(await canvas.findByRole('button', { name: 'Clear the filters' }));
    await expect(await canvas.findByRole('link', { name: 'Run #128' })).toBeVisible();
  },
};

export const Empty: Story = {
  args: { client: scriptedClient({ '/flows': page([]), '/executions': page([]) }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('Nothing has run yet')).toBeVisible();
  },
};

export const Loading: Story = { args: { client: scriptedClient({ '/flows': never, '/executions': never }) } };

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/flows': offline, '/executions': offline }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText("Can't reach the server", {}, { timeout: 5_000 })).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
