import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, userEvent, waitFor, within } from 'storybook/test';
import type { Flow, PatchbayClient } from '../../src/client/index.js';
import { FlowList } from '../../src/flows/flow-list.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { flow, never, offline, page, scriptedClient, summary } from '../scripted-server.js';

interface ScreenProps {
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  onCreate: (flow: Flow) => void;
}

function Screen({ client, theme = 'light', onCreate }: ScreenProps) {
  return (
    <div style={{ height: '100vh' }}>
      <PatchbayProvider client={client} theme={theme}>
        <FlowList flowHref={(id) => `#/flows/${id}`} onCreate={onCreate} />
      </PatchbayProvider>
    </div>
  );
}

const flows = [
  flow(1),
  flow(2, { name: 'Welcome mail', description: '', version: 1 }),
  flow(3, {
    name: 'A flow whose name goes on and on, as names do once a team has many of them',
    description: 'Long text. '.repeat(30),
  }),
];
const server = {
  '/flows': ({ method }: { method: string }) =>
    method === 'POST' ? flow(9, { name: 'Untitled flow' }) : page(flows),
  '/executions': ({ path }: { path: string }) => {
    if (path.includes(flow(1).id)) return page([summary(128, { status: 'failed' })]);
    return page(path.includes(flow(2).id) ? [summary(127)] : []);
  },
};

const meta = {
  title: 'Flows/FlowList',
  component: Screen,
  args: { client: scriptedClient(server), onCreate: fn() },
} satisfies Meta<typeof Screen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Filled: Story = {
  play: async ({ canvasElement, args }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('link', { name: 'Order to shipment' })).toBeVisible();
    await expect(await canvas.findByText('never run')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'New flow' }));
    await waitFor(() =>
      expect(args.onCreate).toHaveBeenCalledWith(expect.objectContaining({ name: 'Untitled flow' })),
    );
  },
};

export const Empty: Story = {
  args: { client: scriptedClient({ ...server, '/flows': page([]) }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('No flows yet')).toBeVisible();
    await expect(canvas.getAllByRole('button', { name: 'New flow' })).toHaveLength(1);
  },
};

export const Loading: Story = { args: { client: scriptedClient({ '/flows': never }) } };

export const Refused: Story = {
  args: {
    client: scriptedClient({
      '/flows': { refuse: 403, code: 'forbidden', detail: 'You are not a member of this workspace.' },
    }),
  },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText("You can't see this")).toBeVisible();
  },
};

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/flows': offline }) },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText("Can't reach the server", {}, { timeout: 5_000 }),
    ).toBeVisible();
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
