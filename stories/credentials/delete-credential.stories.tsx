import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, screen, userEvent, waitFor, within } from 'storybook/test';
import type { ScriptedRequest } from '../scripted-server.js';
import type { CredentialScreen } from './credential-screen.js';
import { conflict, dialogStories, heard, one, open, serverInUse } from './dialog-moves.js';
import { credential, credentialServer, credentials, users } from './example-credentials.js';

const meta = { title: 'Credentials/Delete', ...dialogStories } satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Delete: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Twilio');
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete credential' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await expect(heard.mock.lastCall?.[0].path).not.toContain('force');
    await waitFor(() => expect(within(canvasElement).queryByRole('heading', { name: 'Twilio' })).toBeNull());
  },
};

export const DeleteInUse: Story = {
  args: { client: serverInUse() },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Stripe live');
    await expect(await dialog.findByRole('link', { name: 'Order to shipment' })).toHaveAttribute(
      'href',
      expect.stringContaining('#/flows/'),
    );
    await expect(dialog.getByText('Create invoice')).toBeVisible();
    await expect(dialog.queryByRole('button', { name: 'Delete credential' })).toBeNull();
  },
};

export const DeleteInUseAnyway: Story = {
  args: { client: serverInUse() },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete anyway' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await expect(heard.mock.lastCall?.[0].path).toContain('force=true');
  },
};

/** A server where something changed between opening the dialog and confirming: the first try is refused. */
function changedServer(refusal: unknown, items: readonly unknown[]) {
  let tries = 0;
  return credentialServer([credential(1)], {
    answers: {
      [one]: (request: ScriptedRequest) => {
        if (request.method === 'GET') return credential(1, { version: 4 });
        heard(request);
        tries += 1;
        return tries === 1 ? refusal : new Response(null, { status: 204 });
      },
      [`${one}/users`]: () => ({ items: tries === 0 ? [] : items }),
    },
  });
}

export const DeleteBecameUsed: Story = {
  args: {
    client: changedServer(
      { refuse: 409, code: 'credential_in_use', detail: '"Order to shipment" would break without it.' },
      users,
    ),
  },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete credential' }));
    await expect(await dialog.findByRole('alert')).toHaveTextContent('"Order to shipment" would break');
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete anyway' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    await expect(heard.mock.lastCall?.[0].path).toContain('force=true');
  },
};

export const DeleteConflict: Story = {
  args: { client: changedServer(conflict, []) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Delete credential' }));
    await expect(await dialog.findByRole('alert')).toHaveTextContent('Someone else changed this credential');
    await expect(dialog.getByRole('button', { name: 'Delete credential' })).toBeDisabled();
    await userEvent.click(dialog.getByRole('button', { name: 'Load the newer version' }));
    await waitFor(() => expect(dialog.queryByRole('alert')).toBeNull());
    await userEvent.click(dialog.getByRole('button', { name: 'Delete credential' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
  },
};

export const DarkDelete: Story = {
  args: { client: serverInUse(), theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Delete Stripe live');
    await expect(await dialog.findByRole('button', { name: 'Delete anyway' })).toBeEnabled();
  },
};
