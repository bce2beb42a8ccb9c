import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import type { PatchbayClient, Version } from '../../src/client/index.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { VersionHistory } from '../../src/versions/version-history.js';
import { flow, never, offline, page, type ScriptedRequest, scriptedClient } from '../scripted-server.js';

const me = '00000000-0000-4000-8000-0000000000aa';
const ana = '00000000-0000-4000-8000-0000000000bb';
const path = `/flows/${flow(1).id}/versions`;
const { definition } = flow(1);
const [user, ...others] = definition.graph.steps;
const current: Version = {
  version: 3,
  name: 'Order to shipment',
  createdAt: '2026-01-05T08:40:00Z',
  createdBy: me,
  definition,
};
const earlier: Version = {
  ...current,
  version: 2,
  createdBy: ana,
  definition: {
    ...definition,
    inputSchema: { type: 'object', properties: { userId: { type: 'string' } } },
    graph: {
      steps: [
        ...(user ? [{ ...user, name: 'Fetch the user', notes: 'Line one\nLine two' }] : []),
        ...others.slice(0, 2),
      ],
    },
  },
};
const first: Version = {
  ...earlier,
  version: 1,
  name: 'A name that is much longer than the column has room for',
  createdBy: null,
};
const versions = [current, earlier, first];
const heard = fn();

function server(more: Record<string, unknown> = {}): PatchbayClient {
  return scriptedClient({
    '/session': { user: { id: me, email: 'me@example.com' }, workspaces: [], capabilities: {} },
    '/workspace/members': {
      items: [{ userId: ana, email: 'ana@example.com', role: 'editor', createdAt: current.createdAt }],
    },
    [path]: page(versions),
    ...Object.fromEntries(versions.map((version) => [`${path}/${version.version}`, version])),
    ...more,
  });
}

interface StageProps {
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  role?: 'editor' | 'viewer';
  width?: number;
  hasUnsaved?: boolean;
  onRestored?: () => void;
}

function Stage({ client, theme = 'light', role = 'editor', width, ...history }: StageProps) {
  return (
    <div style={{ height: '100vh', width }}>
      <PatchbayProvider client={client} theme={theme} role={role}>
        <div style={{ padding: 16 }}>
          <VersionHistory kind="flow" id={flow(1).id} {...history} />
        </div>
      </PatchbayProvider>
    </div>
  );
}

const meta = {
  title: 'Versions/VersionHistory',
  component: Stage,
  args: { client: server() },
} satisfies Meta<typeof Stage>;
export default meta;
type Story = StoryObj<typeof meta>;

async function choose(canvasElement: HTMLElement, name: RegExp) {
  const canvas = within(canvasElement);
  await userEvent.click(await canvas.findByRole('button', { name }));
  return canvas;
}

export const WhatChanged: Story = {
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await expect(await canvas.findByText('Step added: Send e-mail')).toBeVisible();
    await expect(canvas.getByText('Step changed: Fetch user')).toBeVisible();
    await expect(canvas.getByText('Input changed')).toBeVisible();
    await expect(await canvas.findByRole('button', { name: /^v2.*ana@example\.com$/ })).toBeVisible();
    await expect(canvas.getByRole('button', { name: /^v3.*current.*you$/ })).toBeVisible();
    await userEvent.click(canvas.getByRole('radio', { name: 'The one before' }));
    await expect(await canvas.findByText(/^Name changed from/)).toBeVisible();
  },
};

export const FirstVersion: Story = {
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v1/);
    await userEvent.click(canvas.getByRole('radio', { name: 'The one before' }));
    await expect(canvas.getByText(/^This is the first version/)).toBeVisible();
  },
};

export const Restore: Story = {
  args: {
    onRestored: heard,
    client: server({
      [`${path}/2/restore`]: (request: ScriptedRequest) => {
        heard(request.method);
        return flow(1, { version: 4 });
      },
    }),
  },
  play: async ({ canvasElement }) => {
    heard.mockClear();
    const canvas = await choose(canvasElement, /^v2/);
    await userEvent.click(canvas.getByRole('button', { name: 'Restore version 2' }));
    const question = within(await screen.findByRole('alertdialog'));
    await userEvent.click(question.getByRole('button', { name: 'Restore version 2' }));
    await waitFor(() => expect(heard.mock.calls).toEqual([['POST'], []]));
  },
};

export const SomebodySavedMeanwhile: Story = {
  args: {
    client: server({ [`${path}/2/restore`]: { refuse: 412, code: 'version_conflict', detail: 'Too old.' } }),
  },
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await userEvent.click(canvas.getByRole('button', { name: 'Restore version 2' }));
    const question = within(await screen.findByRole('alertdialog'));
    await userEvent.click(question.getByRole('button', { name: 'Restore version 2' }));
    await expect(await canvas.findByRole('alert')).toHaveTextContent('Somebody saved meanwhile');
  },
};

export const Unsaved: Story = {
  args: { hasUnsaved: true },
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await expect(canvas.getByRole('button', { name: 'Restore version 2' })).toBeDisabled();
  },
};

export const ReadOnly: Story = {
  args: { role: 'viewer' },
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await expect(await canvas.findByText('Input changed')).toBeVisible();
    await expect(canvas.queryByRole('button', { name: /^Restore/ })).toBeNull();
  },
};

export const Empty: Story = {
  args: { client: server({ [path]: page([]) }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('Nothing saved yet')).toBeVisible();
  },
};

export const Loading: Story = { args: { client: scriptedClient({ '/': never }) } };

export const Forbidden: Story = {
  args: { client: scriptedClient({ '/': { refuse: 403, code: 'forbidden', detail: 'No.' } }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText("You can't see this")).toBeVisible();
  },
};

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/': offline }) },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText("Can't reach the server", {}, { timeout: 5_000 }),
    ).toBeVisible();
  },
};

export const Narrow: Story = {
  args: { width: 360 },
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await canvas.findByText('Input changed');
    const place = canvasElement.querySelector('.pb-versions-place');
    await expect(place?.scrollWidth).toBe(place?.clientWidth);
  },
};

export const Dark: Story = {
  args: { theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    const canvas = await choose(canvasElement, /^v2/);
    await canvas.findByText('Input changed');
  },
};
