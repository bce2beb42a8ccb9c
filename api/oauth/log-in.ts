import type { z } from 'zod';
import { getAtPlace, type HttpPort, type HttpReply } from '#engine';
import type { Secrets } from '../credentials/define-type.js';
import type { tokenTypes } from '../credentials/token-types.js';
import { tokenSendOptions } from './guarded-fetch.js';
import { refused, type TokenAnswer, unavailable } from './tokens.js';

type SessionSettings = z.output<typeof tokenTypes.session.settings>;

/** Logs in with user name and password, and takes the token out of the answer. */
export async function logIn(
  http: HttpPort,
  settings: SessionSettings,
  { password = '' }: Secrets,
): Promise<TokenAnswer> {
  const { host } = new URL(settings.loginUrl);
  const fields = { [settings.usernameField]: settings.username, [settings.passwordField]: password };
  const isJson = settings.format === 'json';
  const reply = await http.send(
    {
      method: 'POST',
      url: settings.loginUrl,
      headers: {
        'content-type': isJson ? 'application/json' : 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: isJson ? JSON.stringify(fields) : new URLSearchParams(fields).toString(),
    },
    tokenSendOptions,
  );
  if (!reply.ok) {
    if (reply.code === 'invalid_request') return refused(reply.message);
    return unavailable(`${host} did not log in: ${reply.message}`);
  }
  const { status } = reply;
  if (status === 408 || status === 429 || status >= 500) {
    return unavailable(`${host} can't log in right now (status ${status}). Try again later.`);
  }
  if (status >= 400) {
    return refused(`${host} refused the log-in (status ${status}). Check user name and password.`);
  }
  const token = tokenIn(reply, settings);
  if (token === undefined || token === '') {
    return refused(
      `${host} took the log-in, but its answer has no token in the ${settings.tokenFrom} at "${settings.tokenName}".`,
    );
  }
  const { lifetime } = settings;
  return {
    ok: true,
    tokens: { accessToken: token, ...(lifetime !== undefined && { lifetime: Number(lifetime) }) },
  };
}

function tokenIn(reply: HttpReply, { tokenFrom, tokenName }: SessionSettings): string | undefined {
  if (tokenFrom === 'header') return reply.headers[tokenName.toLowerCase()];
  try {
    const found = getAtPlace(JSON.parse(reply.text()), tokenName);
    return typeof found === 'string' || typeof found === 'number' ? String(found) : undefined;
  } catch {
    return undefined;
  }
}
