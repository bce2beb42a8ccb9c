import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import type { ScriptedRequest } from '../scripted-server.js';
import { CredentialScreen } from './credential-screen.js';
import { credential, credentialServer, credentials, users } from './example-credentials.js';

/** What the server of a story was asked. */
export const heard = fn<(request: ScriptedRequest) => void>();

/** What the stories of every dialog have. */
export const dialogStories = {
  component: CredentialScreen,
  args: { client: credentialServer(credentials) },
  beforeEach: () => {
    heard.mockClear();
  },
};

/** The address of the first credential. */
export const one = `/workspace/credentials/${credential(1).id}`;

/** A server whose first credential is named by flows and connectors. */
export const serverInUse = () =>
  credentialServer(credentials, { heard, answers: { [`${one}/users`]: { items: users } } });

/** Opens a dialog by a button of the screen. */
export async function open(canvasElement: HTMLElement, button: string) {
  await userEvent.click(await within(canvasElement).findByRole('button', { name: button }));
  return within(await screen.findByRole(button.startsWith('Delete') ? 'alertdialog' : 'dialog'));
}

export async function newOf(canvasElement: HTMLElement, type: RegExp) {
  const dialog = await open(canvasElement, 'New credential');
  await userEvent.click(await dialog.findByRole('button', { name: type }));
  await dialog.findByRole('textbox', { name: 'Name' });
  return dialog;
}

type Dialog = Awaited<ReturnType<typeof open>>;
export const field = (dialog: Dialog, name: string | RegExp) => dialog.getByRole('textbox', { name });
export const closed = () => waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

/** What the server says of a change that is based on an old version. */
export const conflict = {
  refuse: 412,
  code: 'version_conflict',
  detail: 'Version 3 is not the newest any more.',
};
