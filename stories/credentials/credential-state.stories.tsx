import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, spyOn, userEvent, waitFor, within } from 'storybook/test';
import type { WorkspaceCredential } from '../../src/client/index.js';
import { offline } from '../scripted-server.js';
import { CredentialScreen } from './credential-screen.js';
import { closed, heard, newOf } from './dialog-moves.js';
import { credential, credentialServer, fetchedCredentials } from './example-credentials.js';

const path = '/workspace/credentials';
const started = { url: 'https://app.hubspot.com/oauth/authorize?state=…' };
const of = (name: string) => {
  const found = fetchedCredentials.find((each) => each.name === name);
  if (!found) throw new Error(`There is no example named ${name}.`);
  return found;
};

/** The window that a connection opens, as far as the screen touches it. */
const popup = { opener: {} as unknown, location: { href: 'about:blank' }, close: () => {} };

const meta = {
  title: 'Credentials/Connections',
  component: CredentialScreen,
  args: { client: credentialServer(fetchedCredentials) },
  beforeEach: () => {
    heard.mockClear();
    popup.location.href = 'about:blank';
    popup.opener = {};
    // A story opens no window of a service.
    const open = spyOn(window, 'open').mockReturnValue(popup as unknown as Window); // as far as it is used
    return () => open.mockRestore();
  },
} satisfies Meta<typeof CredentialScreen>;
export default meta;
type Story = StoryObj<typeof meta>;

const row = async (canvasElement: HTMLElement, name: string) => {
  const heading = await within(canvasElement).findByRole('heading', { name });
  return within(heading.closest('li') ?? canvasElement);
};

export const EveryState: Story = {
  play: async ({ canvasElement }) => {
    const hubspot = await row(canvasElement, 'HubSpot');
    await expect(hubspot.getByText('Not connected')).toBeVisible();
    await expect(hubspot.getByRole('button', { name: 'Connect: HubSpot' })).toBeVisible();
    const sheets = await row(canvasElement, 'Google Sheets');
    await expect(sheets.getByRole('button', { name: 'Reconnect: Google Sheets' })).toBeVisible();
    await expect(sheets.getByText(/the access was withdrawn/)).toBeVisible();
    const billing = await row(canvasElement, 'Billing service');
    await expect(billing.getByText('Has a token')).toBeVisible();
    await expect(billing.queryByRole('button', { name: /onnect:/ })).toBeNull();
    await expect((await row(canvasElement, 'Report robot')).getByText('No token yet')).toBeVisible();
  },
};

/** A server where somebody has agreed once the screen has asked a second time. */
function agreeingServer(start: WorkspaceCredential) {
  let looks = 0;
  return credentialServer([start], {
    answers: {
      [`${path}/oauth/start`]: () => started,
      [path]: ({ path: asked }: { path: string }) => {
        const connected = { ...start, status: 'connected', problem: null, expiresAt: '2026-01-05T09:40:00Z' };
        if (asked.startsWith(`${path}/${start.id}`)) {
          looks += 1;
          return looks > 1 ? connected : start;
        }
        return { items: [looks > 1 ? connected : start], nextCursor: null };
      },
    },
  });
}

export const Connects: Story = {
  args: { client: agreeingServer(of('HubSpot')) },
  play: async ({ canvasElement }) => {
    const hubspot = await row(canvasElement, 'HubSpot');
    await userEvent.click(hubspot.getByRole('button', { name: 'Connect: HubSpot' }));
    await expect(await hubspot.findByText('Log in and agree in the other window.')).toBeVisible();
    await expect(popup.location.href).toBe(started.url);
    await expect(popup.opener).toBeNull();
    await expect(await hubspot.findByText('Connected', {}, { timeout: 8_000 })).toBeVisible();
    await expect(hubspot.queryByText('Log in and agree in the other window.')).toBeNull();
    await expect(hubspot.getByRole('button', { name: 'Connect again: HubSpot' })).toBeVisible();
  },
};

export const Waiting: Story = {
  args: {
    client: credentialServer(fetchedCredentials, { answers: { [`${path}/oauth/start`]: started } }),
  },
  play: async ({ canvasElement }) => {
    const sheets = await row(canvasElement, 'Google Sheets');
    await userEvent.click(sheets.getByRole('button', { name: 'Reconnect: Google Sheets' }));
    await userEvent.click(await sheets.findByRole('button', { name: 'Stop waiting' }));
    await expect(sheets.getByRole('button', { name: 'Reconnect: Google Sheets' })).toBeVisible();
  },
};

export const ConnectRefused: Story = {
  args: {
    client: credentialServer(fetchedCredentials, {
      answers: {
        [`${path}/oauth/start`]: {
          refuse: 503,
          code: 'unavailable',
          detail: 'This server was set up without what connections need, so it makes none.',
        },
      },
    }),
  },
  play: async ({ canvasElement }) => {
    const hubspot = await row(canvasElement, 'HubSpot');
    await userEvent.click(hubspot.getByRole('button', { name: 'Connect: HubSpot' }));
    await expect(await hubspot.findByText(/set up without what connections need/)).toBeVisible();
    await expect(hubspot.getByRole('button', { name: 'Connect: HubSpot' })).toBeEnabled();
  },
};

const answering = (result: unknown) =>
  credentialServer(fetchedCredentials, {
    answers: { [`${path}/${of('Billing service').id}/test`]: result },
  });

const press = async (canvasElement: HTMLElement) => {
  const billing = await row(canvasElement, 'Billing service');
  await userEvent.click(billing.getByRole('button', { name: 'Test connection: Billing service' }));
  return billing;
};

export const TestPasses: Story = {
  args: { client: answering({ ok: true, identity: 'acme', scopes: ['invoices', 'refunds'], latencyMs: 84 }) },
  play: async ({ canvasElement }) => {
    const billing = await press(canvasElement);
    await expect(
      await billing.findByText('It works, as acme (84 ms). Scopes: invoices, refunds.'),
    ).toBeVisible();
  },
};

export const TestFails: Story = {
  args: {
    client: answering({
      ok: false,
      latencyMs: 40,
      problem: 'The service refused it (401). Its secret is wrong, has run out or was withdrawn.',
    }),
  },
  play: async ({ canvasElement }) => {
    const billing = await press(canvasElement);
    await expect(await billing.findByText(/^The service refused it \(401\)/)).toBeVisible();
  },
};

export const TestUnreachable: Story = {
  args: { client: answering(offline) },
  play: async ({ canvasElement }) => {
    const billing = await press(canvasElement);
    await expect(await billing.findByText(/could not be reached/)).toBeVisible();
  },
};

export const ReadOnly: Story = {
  args: { role: 'editor' },
  play: async ({ canvasElement }) => {
    const hubspot = await row(canvasElement, 'HubSpot');
    await expect(hubspot.queryByRole('button', { name: /^Connect:/ })).toBeNull();
    await expect(hubspot.getByRole('button', { name: 'Test connection: HubSpot' })).toBeVisible();
  },
};

export const NewConnected: Story = {
  args: { client: credentialServer(fetchedCredentials, { heard }) },
  play: async ({ canvasElement }) => {
    const dialog = await newOf(canvasElement, /^OAuth 2.0 with a log-in/);
    await expect(dialog.getByText(/\/api\/v1\/oauth\/callback$/)).toBeVisible();
    await userEvent.type(dialog.getByRole('textbox', { name: 'Name' }), 'Asana');
    await userEvent.type(dialog.getByRole('textbox', { name: 'Host 1' }), 'app.asana.com');
    const type = (name: string, text: string) =>
      userEvent.type(dialog.getByRole('textbox', { name }), text.replaceAll('{', '{{'));
    await type('Authorization endpoint', 'https://app.asana.com/-/oauth_authorize');
    await type('Token endpoint', 'https://app.asana.com/-/oauth_token');
    await type('Client ID', '1234');
    await userEvent.type(dialog.getByLabelText('Client secret'), 'the-client-secret');
    await type('Address', 'https://app.asana.com/api/1.0/users/me');
    await type('Whose it is', 'data.email');
    await userEvent.click(dialog.getByRole('button', { name: 'Save credential' }));
    await closed();
    await expect(heard.mock.lastCall?.[0].body).toMatchObject({
      type: 'oauth2_authorization_code',
      settings: {
        authorizationEndpoint: 'https://app.asana.com/-/oauth_authorize',
        tokenEndpoint: 'https://app.asana.com/-/oauth_token',
        clientId: '1234',
        clientAuth: 'basic',
      },
      secrets: { clientSecret: 'the-client-secret' },
      test: { method: 'GET', url: 'https://app.asana.com/api/1.0/users/me', identity: 'data.email' },
    });
  },
};

export const Narrow: Story = {
  args: { client: credentialServer([...fetchedCredentials, credential(1)]), width: 360 },
  play: async ({ canvasElement }) => {
    await row(canvasElement, 'HubSpot');
    const screen = canvasElement.querySelector('.pb-screen');
    await waitFor(() => expect(screen?.scrollWidth).toBe(screen?.clientWidth));
  },
};

export const Dark: Story = { args: { theme: 'dark' }, parameters: { theme: 'dark' } };
