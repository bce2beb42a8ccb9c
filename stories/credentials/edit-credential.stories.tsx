import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { ScriptedRequest } from '../scripted-server.js';
import { offline } from '../scripted-server.js';
import type { CredentialScreen } from './credential-screen.js';
import { closed, conflict, dialogStories, field, heard, one, open, serverInUse } from './dialog-moves.js';
import { credential, credentialServer, credentials } from './example-credentials.js';

const meta = { title: 'Credentials/Edit', ...dialogStories } satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

export const Edit: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Warehouse');
    const name = await dialog.findByRole('textbox', { name: 'Name' });
    await expect(name).toHaveValue('Warehouse');
    await expect(
      within(dialog.getByRole('region', { name: 'Saved secrets' })).getByText('…x9Qm'),
    ).toBeVisible();
    await expect(dialog.queryByLabelText('Key')).toBeNull();
    await userEvent.type(name, ' 2');
    await userEvent.click(dialog.getByRole('radio', { name: 'Query' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
    await closed();
    await expect(heard.mock.lastCall?.[0]).toMatchObject({ method: 'PATCH' });
    await expect(heard.mock.lastCall?.[0].body).toEqual({
      name: 'Warehouse 2',
      slot: 'warehouse',
      hosts: ['stock.example.com', 'stock.example.com:8443'],
      settings: { in: 'query', name: 'X-API-Key' },
    });
  },
};

export const EditReplacesSecrets: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Replace secrets' }));
    await expect(await dialog.findByLabelText('Token')).toHaveValue('');
    await userEvent.click(dialog.getByRole('button', { name: 'Keep the saved ones' }));
    await waitFor(() => expect(dialog.queryByLabelText('Token')).toBeNull());
    await userEvent.click(dialog.getByRole('button', { name: 'Replace secrets' }));
    await userEvent.type(await dialog.findByLabelText('Token'), 'sk_live_new_9999');
    await userEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
    await closed();
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({ secrets: { token: 'sk_live_new_9999' } });
    await expect(await within(canvasElement).findByText('…9999')).toBeVisible();
  },
};

export const EditAddsHost: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Add host' }));
    await userEvent.type(field(dialog, 'Host 2'), 'files.stripe.com');
    await expect(dialog.getAllByText(/^Give the secrets again to have them sent to files/)[0]).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
    await expect(await dialog.findByText('Fill this in')).toBeVisible();
    await expect(heard).not.toHaveBeenCalled();
    await expect(dialog.queryByRole('button', { name: 'Keep the saved ones' })).toBeNull();
  },
};

export const EditChangesSlot: Story = {
  args: { client: serverInUse() },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.type(await dialog.findByRole('textbox', { name: 'Slot' }), '_2');
    await expect(await dialog.findByRole('status')).toHaveTextContent(
      '“Order to shipment”, “Create invoice” name the slot as it was',
    );
  },
};

export const EditRefused: Story = {
  args: {
    client: credentialServer(credentials, {
      answers: {
        [one]: {
          refuse: 400,
          code: 'invalid_request',
          detail: 'Check the request at hosts[0].',
          errors: [{ path: 'hosts[0]', message: 'This host is not allowed here' }],
        },
      },
    }),
  },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(field(dialog, 'Host 1')).toHaveAttribute('aria-invalid', 'true'));
    await expect(dialog.getByText('This host is not allowed here')).toBeVisible();
    await expect(dialog.queryByRole('alert')).toBeNull();
    await userEvent.type(field(dialog, 'Host 1'), 'x');
    await expect(dialog.queryByText('This host is not allowed here')).toBeNull();
  },
};

export const SlotTaken: Story = {
  args: {
    client: credentialServer([credential(1)], {
      answers: {
        [one]: {
          refuse: 409,
          code: 'slot_taken',
          detail: 'Another credential of this workspace fills this slot. Choose another.',
        },
      },
    }),
  },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Save changes' }));
    await waitFor(() => expect(field(dialog, 'Slot')).toHaveAttribute('aria-invalid', 'true'));
    await expect(field(dialog, 'Slot')).toHaveFocus();
    await expect(dialog.getByText(/^Another credential of this workspace/)).toBeVisible();
  },
};

/** Refuses what is based on an older version than the newest. */
function conflictServer() {
  const newest = credential(1, { name: 'Stripe of the others', version: 4 });
  const versions: unknown[] = [];
  return credentialServer([credential(1)], {
    answers: {
      [one]: ({ method, body }: ScriptedRequest) => {
        if (method === 'GET') return newest;
        versions.push(body);
        if (versions.length === 1) return conflict;
        heard({ path: one, method, body });
        return newest;
      },
    },
  });
}

export const EditConflict: Story = {
  args: { client: conflictServer() },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.type(await dialog.findByRole('textbox', { name: 'Name' }), '!');
    await userEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
    await expect(await dialog.findByRole('alert')).toHaveTextContent('Someone else changed this credential');
    await userEvent.click(dialog.getByRole('button', { name: 'Load the newer version' }));
    await waitFor(() => expect(field(dialog, 'Name')).toHaveValue('Stripe of the others'));
    await expect(dialog.queryByRole('alert')).toBeNull();
  },
};

export const EditConflictKept: Story = {
  args: { client: conflictServer() },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.type(await dialog.findByRole('textbox', { name: 'Name' }), '!');
    await userEvent.click(dialog.getByRole('button', { name: 'Save changes' }));
    await userEvent.click(await dialog.findByRole('button', { name: 'Save mine over it' }));
    await closed();
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({ name: 'Stripe live!' });
  },
};

export const NotSaved: Story = {
  args: { client: credentialServer([credential(1)], { answers: { [one]: offline } }) },
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'Edit Stripe live');
    await userEvent.click(await dialog.findByRole('button', { name: 'Save changes' }));
    await expect(await dialog.findByRole('alert')).toHaveTextContent("The credential wasn't saved");
    await expect(field(dialog, 'Name')).toHaveValue('Stripe live');
  },
};
