import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import type { PatchbayClient } from '../../src/client/index.js';
import type { PatchbayRole } from '../../src/provider/patchbay.js';
import { PatchbayProvider } from '../../src/provider/patchbay-provider.js';
import { ApiKeyList } from '../../src/workspace/api-key-list.js';
import { AuditLog } from '../../src/workspace/audit-log.js';
import { MemberList } from '../../src/workspace/member-list.js';
import { never, offline, scriptedClient } from '../scripted-server.js';
import { id, workspaceServer } from './workspace-server.js';

interface StageProps {
  part: 'members' | 'keys' | 'audit';
  client: PatchbayClient;
  theme?: 'light' | 'dark';
  role?: PatchbayRole;
  width?: number;
}

function Stage({ part, client, theme = 'light', role = 'owner', width }: StageProps) {
  return (
    <div style={{ height: '100vh', width }}>
      <PatchbayProvider client={client} theme={theme} role={role}>
        {part === 'members' && <MemberList />}
        {part === 'keys' && <ApiKeyList baseUrl="https://patchbay.example" />}
        {part === 'audit' && <AuditLog />}
      </PatchbayProvider>
    </div>
  );
}

const heard = fn();
const meta = {
  title: 'Workspace/Screens',
  component: Stage,
  args: { part: 'members', client: workspaceServer({}, { heard }) },
  beforeEach: () => {
    heard.mockReset();
  },
} satisfies Meta<typeof Stage>;
export default meta;
type Story = StoryObj<typeof meta>;

const forbidden = scriptedClient({
  '/': { refuse: 403, code: 'forbidden', detail: 'This needs the role admin.' },
});

async function fits(canvasElement: HTMLElement) {
  const frame = canvasElement.querySelector('.pb-screen');
  await expect(frame?.scrollWidth).toBe(frame?.clientWidth);
}

export const Members: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/^The last owner stays one/)).toBeVisible();
    await expect(canvas.queryByRole('combobox', { name: 'Role of ana@example.com' })).toBeNull();
    await userEvent.click(canvas.getByRole('combobox', { name: /^Role of ben/ }));
    await userEvent.click(await screen.findByRole('option', { name: /^Admin/ }));
    await waitFor(() => expect(heard.mock.lastCall?.[0].body).toEqual({ role: 'admin' }));
  },
};

export const AddMember: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await within(canvasElement).findByRole('button', { name: 'Add member' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Add member' }));
    await expect(dialog.getByText(/^A user id looks like/)).toBeVisible();
    await userEvent.type(dialog.getByRole('textbox', { name: 'User id' }), id(4));
    await userEvent.click(dialog.getByRole('button', { name: 'Add member' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await expect(heard.mock.lastCall?.[0].body).toEqual({ userId: id(4), role: 'editor' });
  },
};

export const RemoveMember: Story = {
  play: async ({ canvasElement }) => {
    await userEvent.click(await within(canvasElement).findByRole('button', { name: /^Remove ben/ }));
    const question = within(await screen.findByRole('alertdialog'));
    await userEvent.click(question.getByRole('button', { name: 'Remove member' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await expect(heard.mock.lastCall?.[0].method).toBe('DELETE');
  },
};

export const OwnRole: Story = {
  args: { role: 'editor', client: workspaceServer({}, { me: id(2) }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/^Only admins and owners/)).toBeVisible();
    await expect(canvas.queryByRole('combobox')).toBeNull();
    await expect(await canvas.findByRole('button', { name: 'Leave workspace' })).toBeVisible();
  },
};

export const AdminAndOwners: Story = {
  args: {
    role: 'admin',
    client: workspaceServer(
      {
        '/workspace/members': {
          items: [1, 2, 3].map((number) => ({
            userId: id(number),
            email: `user${number}@example.com`,
            role: number < 3 ? 'owner' : 'admin',
            createdAt: '2026-01-02T08:00:00Z',
          })),
        },
      },
      { me: id(3) },
    ),
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findAllByText('Only owners change or remove an owner.')).toHaveLength(2);
    await userEvent.click(canvas.getByRole('combobox', { name: 'Role of user3@example.com' }));
    await userEvent.click(await screen.findByRole('option', { name: /^Viewer/ }));
    await expect(await screen.findByRole('alertdialog')).toHaveTextContent('This is your own role');
  },
};

export const Keys: Story = {
  args: { part: 'keys' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('revoked')).toBeVisible();
    await expect(canvas.getByText('expired')).toBeVisible();
    await expect(canvas.getAllByRole('button', { name: /^Revoke/ })).toHaveLength(1);
  },
};

export const NewKey: Story = {
  args: { part: 'keys' },
  play: async ({ canvasElement }) => {
    await userEvent.click(await within(canvasElement).findByRole('button', { name: 'New API key' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Create API key' }));
    await expect(dialog.getByText(/^Give it the name/)).toBeVisible();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), 'New one');
    await userEvent.click(dialog.getByRole('checkbox', { name: /^Run/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Create API key' }));
    await expect(await dialog.findByRole('alert')).toHaveTextContent('Copy the key now');
    await expect(dialog.getByText('pb_live_secret')).toBeVisible();
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({ name: 'New one', scopes: ['read'] });
    await userEvent.click(dialog.getByRole('button', { name: 'Done' }));
    await waitFor(() => expect(document.body.textContent).not.toContain('pb_live_secret'));
  },
};

export const RevokeKey: Story = {
  args: { part: 'keys' },
  play: async ({ canvasElement }) => {
    await userEvent.click(
      await within(canvasElement).findByRole('button', { name: 'Revoke Nightly import' }),
    );
    const question = within(await screen.findByRole('alertdialog'));
    await userEvent.click(question.getByRole('button', { name: 'Revoke key' }));
    await waitFor(() => expect(heard.mock.lastCall?.[0].method).toBe('DELETE'));
  },
};

export const NoKeys: Story = {
  args: { part: 'keys', client: workspaceServer({ '/workspace/keys': { items: [] } }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('No API keys yet')).toBeVisible();
  },
};

export const Audit: Story = {
  args: { part: 'audit' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const list = await canvas.findByRole('list');
    await expect(list).toHaveTextContent('ana@example.com changed the flow Orders: definition');
    await expect(list).toHaveTextContent('Nightly import started a run of Orders');
    await userEvent.click(canvas.getByRole('button', { name: 'Load more' }));
    await waitFor(() => expect(list).toHaveTextContent('The server flow.imported flow'));
    await userEvent.click(canvas.getByRole('combobox', { name: 'About' }));
    await userEvent.click(await screen.findByRole('option', { name: 'connector' }));
    await expect(await canvas.findByText('No entry fits these filters')).toBeVisible();
  },
};

export const MembersForbidden: Story = {
  args: { client: forbidden, role: 'viewer' },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText("You can't see this")).toBeVisible();
  },
};
export const KeysForbidden: Story = { ...MembersForbidden, args: { ...MembersForbidden.args, part: 'keys' } };
export const AuditForbidden: Story = {
  ...MembersForbidden,
  args: { ...MembersForbidden.args, part: 'audit' },
};

export const Loading: Story = { args: { client: scriptedClient({ '/': never }) } };

export const Unreachable: Story = {
  args: { part: 'audit', client: scriptedClient({ '/': offline }) },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText("Can't reach the server", {}, { timeout: 5_000 }),
    ).toBeVisible();
  },
};

const narrow = (part: StageProps['part'], text: RegExp): Story => ({
  args: { part, width: 360 },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findAllByText(text);
    await fits(canvasElement);
  },
});
export const NarrowMembers: Story = narrow('members', /^ben/);
export const NarrowKeys: Story = narrow('keys', /Old server/);
export const NarrowAudit: Story = narrow('audit', /Orders/);
export const Dark: Story = { args: { part: 'keys', theme: 'dark' }, parameters: { theme: 'dark' } };
export const DarkMembers: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
