import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { CredentialScreen } from './credential-screen.js';
import { closed, dialogStories, field, heard, newOf, open } from './dialog-moves.js';
import { credentialServer, credentials } from './example-credentials.js';

const meta = { title: 'Credentials/New', ...dialogStories } satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

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

export const DarkNew: Story = {
  args: { theme: 'dark' },
  parameters: { theme: 'dark' },
  play: async ({ canvasElement }) => {
    await newOf(canvasElement, /^API key/);
  },
};
