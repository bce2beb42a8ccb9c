import type { JsonValue } from '#engine';
import { rememberUser, rememberValue } from './read-auth.js';
import { isObject, listOf, memberOf, textOf } from './read-json-source.js';
import type { SecretFinder } from './secret-finder.js';
import type { SlotKind } from './slot-set.js';

interface AuthOptions {
  secrets: SecretFinder;
  notes: string[];
}

/** The credential that a request of Postman asks for. All its values are remembered as secrets, and none is kept. */
export function readPostmanAuth(
  auth: JsonValue | undefined,
  { secrets, notes }: AuthOptions,
): SlotKind | undefined {
  const type = textOf(auth, 'type');
  if (type === undefined || type === 'noauth') return undefined;
  const settings = readSettings(auth, type);
  for (const [name, value] of settings) if (SECRET_SETTING.test(name)) rememberValue(value, secrets);
  switch (type) {
    case 'bearer':
      return { type: 'bearer', settings: {} };
    case 'basic':
      rememberUser(`${settings.get('username') ?? ''}:${settings.get('password') ?? ''}`, secrets);
      return { type: 'basic', settings: {} };
    case 'apikey': {
      const name = settings.get('key') ?? '';
      if (!/^[\w.-]{1,100}$/.test(name) || secrets.holdsSecret(name)) break;
      return { type: 'api_key', settings: { in: settings.get('in') === 'query' ? 'query' : 'header', name } };
    }
    case 'oauth2': {
      const isClient = settings.get('grant_type') === 'client_credentials';
      const scopes = settings.get('scope') ?? '';
      return {
        type: isClient ? 'oauth2_client_credentials' : 'oauth2_authorization_code',
        settings: {
          ...addressOf(settings.get('authUrl'), 'authorizationEndpoint'),
          ...addressOf(settings.get('accessTokenUrl'), 'tokenEndpoint'),
          ...(/^[\w:/. -]{1,2000}$/.test(scopes) && !secrets.holdsSecret(scopes) && { scopes }),
        },
      };
    }
    default:
      break;
  }
  const kind = /^[a-z0-9]{1,30}$/i.test(type) ? ` (${type})` : '';
  notes.push(`The authentication${kind} was left out. Choose a credential that the API takes in the step.`);
  return undefined;
}

const SECRET_SETTING = /token|value|secret|password|accessKey|authKey|nonce|client_?id/i;

/** In v2.1 a list of `{ key, value }`, before that an object. */
function readSettings(auth: JsonValue | undefined, type: string): Map<string, string> {
  const given = memberOf(auth, type);
  const pairs: [string, JsonValue | undefined][] = isObject(given)
    ? Object.entries(given)
    : listOf(auth, type).map((each) => [textOf(each, 'key') ?? '', memberOf(each, 'value')]);
  return new Map(pairs.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

function addressOf(text: string | undefined, name: string): Record<string, string> {
  if (text === undefined || text.length > 2_000 || !URL.canParse(text)) return {};
  const url = new URL(text);
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  return isPlain ? { [name]: `${url.origin}${url.pathname}` } : {};
}
