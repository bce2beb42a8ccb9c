import { compileTemplate } from '../expressions/compile-template.js';
import type { HttpAuth } from '../graph/http-request-schema.js';
import type { ResolvedAuth } from '../http/auth/auth.js';
import type { Fill } from '../http/fill.js';
import { scalarText } from '../http/scalar-text.js';
import { ownProperty } from '../json-operations.js';
import { placeWithin } from '../place.js';
import type { Credential } from '../run/ports.js';
import { unreachable } from '../unreachable.js';
import { findField } from './credential-fields.js';

/** An authentication that says itself what it sends. */
type ExplicitAuth = Exclude<HttpAuth, { type: 'credential' }>;

/** The texts of each form that may hold expressions. */
const TEXTS: Readonly<Record<ExplicitAuth['type'], readonly string[]>> = {
  bearer: ['token'],
  oauth2: ['token'],
  basic: ['username', 'password'],
  api_key: ['value'],
  hmac: ['secret'],
  aws_sigv4: ['accessKeyId', 'secretAccessKey', 'sessionToken', 'region', 'service'],
};

/** Compiles an authentication that a request has written out. Only its texts may hold expressions. */
export function compileAuth(auth: ExplicitAuth, place: string): Fill<ResolvedAuth> {
  const texts = TEXTS[auth.type].flatMap((name) => {
    const text = ownProperty<unknown>(auth, name);
    const at = placeWithin(place, name);
    return typeof text === 'string' ? [{ name, at, template: compileTemplate(text, at) }] : [];
  });
  return (scope, secrets) => {
    const filled = texts.map(({ name, at, template }) => [
      name,
      scalarText(template.evaluate(scope, secrets), at),
    ]);
    const type = auth.type === 'oauth2' ? 'bearer' : auth.type;
    return { ...auth, ...Object.fromEntries(filled), type } as ResolvedAuth; // the same form, its texts filled in
  };
}

/** What a credential's use puts into a request, or in a sentence why it can't. */
export function authOf(
  slot: string,
  credential: Credential,
): { ok: true; value: ResolvedAuth } | { ok: false; reason: string } {
  const { use, fields } = credential;
  if (use.type === 'custom') {
    const [first = 'field'] = Object.keys(fields);
    const reason = `The credential in '${slot}' says by its fields alone where they go: write {{workspace.${slot}.${first}}} where it belongs.`;
    return { ok: false, reason };
  }
  const missing = FIELDS[use.type]
    .map((field) => findField({ slot, field }, credential))
    .find(({ ok }) => !ok);
  if (missing && !missing.ok) return missing;
  const text = (name: string) => ownProperty(fields, name) ?? '';
  switch (use.type) {
    case 'bearer':
      return { ok: true, value: { type: 'bearer', token: text('token') } };
    case 'basic':
      return { ok: true, value: { type: 'basic', username: text('username'), password: text('password') } };
    case 'api_key':
      return { ok: true, value: { ...use, value: text('value') } };
    case 'hmac':
      return { ok: true, value: { ...use, secret: text('secret') } };
    case 'aws_sigv4': {
      const sessionToken = ownProperty(fields, 'sessionToken');
      const keys = { accessKeyId: text('accessKeyId'), secretAccessKey: text('secretAccessKey') };
      return { ok: true, value: { ...use, ...keys, ...(sessionToken && { sessionToken }) } };
    }
    default:
      return unreachable(use);
  }
}

const FIELDS = {
  bearer: ['token'],
  basic: ['username', 'password'],
  api_key: ['value'],
  hmac: ['secret'],
  aws_sigv4: ['accessKeyId', 'secretAccessKey'],
};
