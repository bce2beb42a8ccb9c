import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, within } from 'storybook/test';
import { never, offline, scriptedClient } from '../scripted-server.js';
import { CredentialScreen } from './credential-screen.js';
import { credentialServer, credentials, longCredentials } from './example-credentials.js';

const meta = {
  title: 'Credentials/CredentialManager',
  component: CredentialScreen,
  args: { client: credentialServer(credentials) },
} satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Filled: Story = {
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const name = await canvas.findByRole('heading', { name: 'Stripe live' });
    const row = within(name.closest('li') ?? canvasElement);
    await expect(row.getByText('{{workspace.stripe_live}}')).toBeVisible();
    await expect(row.getByText('Bearer token')).toBeVisible();
    await expect(row.getByText('api.stripe.com')).toBeVisible();
    await expect(row.getByText('…4f2a')).toBeVisible();
    await expect(row.getByText('5 min. ago')).toBeVisible();
    await expect(row.getByText('yesterday')).toBeVisible();
    await expect(row.getByRole('button', { name: 'Copy {{workspace.stripe_live}}' })).toBeVisible();
    await expect(canvas.getByText('never')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'New credential' })).toBeVisible();
  },
};

export const Empty: Story = {
  args: { client: credentialServer([]) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('No credentials yet')).toBeVisible();
    await expect(canvas.getAllByRole('button', { name: 'New credential' })).toHaveLength(1);
  },
};

export const Loading: Story = { args: { client: scriptedClient({ '/': never }) } };

export const Unreachable: Story = {
  args: { client: scriptedClient({ '/': offline }) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText("Can't reach the server", {}, { timeout: 5_000 })).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'New credential' })).toBeNull();
  },
};

export const ReadOnly: Story = {
  args: { role: 'editor' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('heading', { name: 'Stripe live' })).toBeVisible();
    await expect(canvas.getByText(/^Only admins and owners/)).toBeVisible();
    await expect(canvas.queryByRole('button', { name: /New credential|^Edit|^Delete/ })).toBeNull();
  },
};

export const EmptyReadOnly: Story = {
  args: { role: 'editor', client: credentialServer([]) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText(/^An admin of this workspace/)).toBeVisible();
    await expect(canvas.queryByRole('button')).toBeNull();
  },
};

export const Long: Story = {
  args: { client: credentialServer(longCredentials) },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const more = await canvas.findByText('and 9 more');
    await expect(more).toHaveAttribute('title', expect.stringContaining('api-11.example.com'));
    const screen = canvasElement.querySelector('.pb-screen');
    await expect(screen?.scrollWidth).toBe(screen?.clientWidth);
  },
};

export const Narrow: Story = {
  args: { client: credentialServer([...credentials, ...longCredentials]), width: 360 },
  play: async ({ canvasElement }) => {
    await within(canvasElement).findByText('and 9 more');
    const screen = canvasElement.querySelector('.pb-screen');
    await expect(screen?.scrollWidth).toBe(screen?.clientWidth);
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
