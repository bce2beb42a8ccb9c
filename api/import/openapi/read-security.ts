import type { JsonObject, JsonValue } from '#engine';
import { isObject, listOf, memberOf, textOf } from '../read-json-source.js';
import type { SlotKind } from '../slot-set.js';
import { resolveObject } from './resolve-reference.js';

/** A security scheme that an operation asks for. */
export interface NamedScheme {
  name: string;
  kind: SlotKind;
}

/** What an operation needs to be allowed: the first alternative that credentials can give; later schemes of it are noted. */
export function readSecurity(
  document: JsonObject,
  operation: JsonObject,
  notes: string[],
): NamedScheme | undefined {
  const own = memberOf(operation, 'security');
  const alternatives = Array.isArray(own) ? own : listOf(document, 'security');
  const schemes = memberOf(memberOf(document, 'components'), 'securitySchemes');
  const mayBeOpen = alternatives.some((each) => isObject(each) && Object.keys(each).length === 0);
  for (const alternative of alternatives.slice(0, 20)) {
    if (!isObject(alternative)) continue;
    const names = Object.keys(alternative);
    for (const name of names) {
      const kind = toKind(resolveObject(document, memberOf(schemes, name)), memberOf(alternative, name));
      if (!kind) continue;
      if (names.length > 1)
        notes.push(
          'The API asks for more than one credential: only the first is in the step. Add the others there.',
        );
      return { name, kind };
    }
  }
  if (alternatives.length > 0 && !mayBeOpen)
    notes.push(
      'The way in which the API knows its callers is not one that credentials have. Choose one in the step.',
    );
  return undefined;
}

function toKind(scheme: JsonObject | undefined, required: JsonValue | undefined): SlotKind | undefined {
  const type = textOf(scheme, 'type');
  if (type === 'apiKey') {
    const place = textOf(scheme, 'in');
    const name = textOf(scheme, 'name');
    const isKnown = place === 'header' || place === 'query' || place === 'cookie';
    if (!isKnown || name === undefined || name === '' || name.length > 200) return undefined;
    return { type: 'api_key', settings: { in: place, name } };
  }
  if (type === 'http') {
    const kind = textOf(scheme, 'scheme')?.toLowerCase();
    return kind === 'basic' || kind === 'bearer' ? { type: kind, settings: {} } : undefined;
  }
  if (type === 'openIdConnect') return { type: 'bearer', settings: {} };
  return type === 'oauth2' ? toOauth(scheme, required) : undefined;
}

function toOauth(scheme: JsonObject | undefined, required: JsonValue | undefined): SlotKind {
  const flows = memberOf(scheme, 'flows');
  const code = memberOf(flows, 'authorizationCode');
  const client = memberOf(flows, 'clientCredentials');
  const flow = code ?? client;
  if (flow === undefined) return { type: 'bearer', settings: {} };
  const asked = Array.isArray(required) ? required.filter((each) => typeof each === 'string') : [];
  const scopes = asked.join(' ').slice(0, 2_000);
  const addresses = {
    ...addressOf(flow, 'authorizationUrl', 'authorizationEndpoint'),
    ...addressOf(flow, 'tokenUrl', 'tokenEndpoint'),
  };
  const type = code ? 'oauth2_authorization_code' : 'oauth2_client_credentials';
  return { type, settings: { ...addresses, ...(scopes !== '' && { scopes }) } };
}

/** Only plain addresses: one with a user name or a query may hold a secret. */
function addressOf(flow: JsonValue, from: string, to: string): Record<string, string> {
  const text = textOf(flow, from) ?? '';
  const url = text.length <= 2_000 && URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain ? { [to]: `${url.origin}${url.pathname}` } : {};
}
