import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import type { ScriptedRequest } from '../scripted-server.js';
import { offline } from '../scripted-server.js';
import { CredentialScreen } from './credential-screen.js';
import { credential, credentialServer, credentials, users } from './example-credentials.js';

const heard = fn<(request: ScriptedRequest) => void>();
const one = `/workspace/credentials/${credential(1).id}`;

const serverInUse = () =>
  credentialServer(credentials, { heard, answers: { [`${one}/users`]: { items: users } } });

const meta = {
  title: 'Credentials/Dialogs',
  component: CredentialScreen,
  args: { client: credentialServer(credentials) },
  beforeEach: () => {
    heard.mockClear();
  },
} satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

/** Opens a dialog by a button of the screen. */
async function open(canvasElement: HTMLElement, button: string) {
  await userEvent.click(await within(canvasElement).findByRole('button', { name: button }));
  return within(await screen.findByRole(button.startsWith('Delete') ? 'alertdialog' : 'dialog'));
}

async function newOf(canvasElement: HTMLElement, type: RegExp) {
  const dialog = await open(canvasElement, 'New credential');
  await userEvent.click(await dialog.findByRole('button', { name: type }));
  await dialog.findByRole('textbox', { name: 'Name' });
  return dialog;
}

type Dialog = Awaited<ReturnType<typeof open>>;
const field = (dialog: Dialog, name: string | RegExp) => dialog.getByRole('textbox', { name });
const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

export const ChooseType: Story = {
  play: async ({ canvasElement }) => {
    const dialog = await open(canvasElement, 'New credential');
    for (const type of [/^Bearer token/, /^API key/, /^User name/, /^Signature/, /^AWS/, /^Custom/])
      await expect(dialog.getByRole('button', { name: type })).toBeVisible();
  },
};

export const NewBearer: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^Bearer token/);
    await waitFor(() => expect(field(dialog, 'Name')).toHaveFocus());
    await userEvent.type(field(dialog, 'Name'), 'Stripe (live)');
    // The slot follows the name, and `stripe_live` is taken.
    await expect(field(dialog, 'Slot')).toHaveValue('stripe_live_2');
    await expect(dialog.getByText(/{{workspace\.stripe_live_2}}/)).toBeVisible();
    await userEvent.click(field(dialog, 'Host 1'));
    await userEvent.paste('https://API.stripe.com/v1/');
    const token = dialog.getByLabelText('Token');
    await expect(token).toHaveAttribute('type', 'password');
    await expect(token).toHaveAttribute('autocomplete', 'off');
    await expect(token).toHaveValue('');
    await userEvent.click(token);
    await userEvent.paste('sk_live_{{0123456789}}');
    await expect(token).toHaveAttribute('type', 'password');
    await userEvent.click(dialog.getByRole('button', { name: 'Show' }));
    await expect(dialog.getByLabelText('Token')).toHaveAttribute('type', 'text');
    await userEvent.click(dialog.getByRole('button', { name: 'Hide' }));
    await expect(field(dialog, 'Host 1')).toHaveValue('api.stripe.com');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await closed();
    await expect(heard).toHaveBeenCalledWith(
      expect.objectContaining({
        method: 'POST',
        body: {
          type: 'bearer',
          name: 'Stripe (live)',
          slot: 'stripe_live_2',
          hosts: ['api.stripe.com'],
          settings: {},
          secrets: { token: 'sk_live_{{0123456789}}' },
        },
      }),
    );
    await expect(await within(canvasElement).findByRole('heading', { name: 'Stripe (live)' })).toBeVisible();
  },
};

export const NewIncomplete: Story = {
  args: { client: credentialServer(credentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^API key/);
    await userEvent.type(field(dialog, 'Name'), 'Shop');
    await userEvent.clear(field(dialog, 'Slot'));
    await userEvent.type(field(dialog, 'Slot'), '2-shop');
    await userEvent.type(field(dialog, 'Host 1'), '*.example.com');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await expect(await dialog.findByText('Start with a letter; then letters, digits and _')).toBeVisible();
    await expect(dialog.getByText(/^Write only the host/)).toBeVisible();
    await expect(dialog.getAllByText('Fill this in')).toHaveLength(2);
    await userEvent.clear(field(dialog, 'Slot'));
    await userEvent.type(field(dialog, 'Slot'), 'warehouse');
    await expect(dialog.getByText('“Warehouse” fills this slot already. Choose another.')).toBeVisible();
    await userEvent.clear(field(dialog, 'Host 1'));
    await userEvent.type(field(dialog, 'Host 1'), 'shop.example.com');
    await userEvent.type(field(dialog, /^Name of the header/), 'X-Key');
    await userEvent.type(dialog.getByLabelText('Key'), 'k');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await waitFor(() => expect(field(dialog, 'Slot')).toHaveFocus());
    await expect(heard).not.toHaveBeenCalled();
  },
};

export const NewBasic: Story = {
  args: { client: credentialServer([], { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^User name and password/);
    await userEvent.type(field(dialog, 'Name'), 'Stripe by user name');
    await userEvent.type(field(dialog, 'Host 1'), 'api.stripe.com');
    await userEvent.type(field(dialog, 'User name'), 'sk_live_1');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await closed();
    // Such services take no password, and the API wants to be told so.
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({
      settings: { username: 'sk_live_1' },
      secrets: { password: '' },
    });
  },
};

export const NewSignature: Story = {
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^Signature/);
    await expect(dialog.getByRole('radio', { name: 'SHA-256' })).toBeChecked();
    const parts = within(dialog.getByRole('group', { name: /^What is signed/ }));
    await userEvent.click(parts.getByRole('button', { name: 'Add part' }));
    await expect(await parts.findAllByRole('combobox')).toHaveLength(4);
  },
};

export const NewAws: Story = {
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^AWS/);
    await expect(dialog.getByLabelText('Secret access key')).toHaveAttribute('type', 'password');
    await expect(dialog.getByLabelText('Session token')).toHaveAttribute('type', 'password');
  },
};

const pem = '-----BEGIN PRIVATE KEY-----\nMIIBVgIBADANBgkqhkiG9w0B\n-----END PRIVATE KEY-----';

export const NewCustom: Story = {
  args: { client: credentialServer([], { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^Custom fields/);
    await userEvent.type(field(dialog, 'Name'), 'Signing key');
    await userEvent.type(field(dialog, 'Host 1'), 'api.example.com');
    const name = field(dialog, 'Name: secret');
    await userEvent.clear(name);
    await userEvent.type(name, 'pem{Enter}');
    const secret = await dialog.findByLabelText('pem');
    // Emptied, it stays with its name.
    await userEvent.type(secret, 'x{Backspace}');
    await userEvent.click(dialog.getByLabelText('pem'));
    await userEvent.paste(pem);
    // A field for passwords would join the lines.
    const lines = dialog.getByLabelText('pem');
    await expect(lines).toHaveValue(pem);
    await expect(getComputedStyle(lines).getPropertyValue('-webkit-text-security')).toBe('disc');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await closed();
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({ type: 'custom', secrets: { pem } });
  },
};

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

const conflict = { refuse: 412, code: 'version_conflict', detail: 'Version 3 is not the newest any more.' };

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

export const DarkNew: Story = {
  args: { theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    await newOf(canvasElement, /^API key/);
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
