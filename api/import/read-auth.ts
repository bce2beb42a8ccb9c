import type { Pairs, RecordedRequest } from './recorded-request.js';
import { isKeyName, type SecretFinder } from './secret-finder.js';
import type { SlotKind } from './slot-set.js';

/** How a request shows who sends it, and what is left of its headers and query without that. */
export interface ReadAuth {
  /** The first is the request's authentication; the others stand where they stood. */
  keys: FoundKey[];
  headers: Pairs;
  query: Pairs;
  notes: string[];
}

interface FoundKey {
  kind: SlotKind;
  /** Where it stands, for all but the first. */
  place?: { in: 'header' | 'query'; name: string; prefix: string };
}

/** Words before a key that are no part of it. */
const PREFIX =
  /^(token|apikey|api-key|key|bot|sso-key|klaviyo-api-key|deepl-auth-key|genie-?key|ghost|discogs|oauth|zoho-oauthtoken|pat|jwt)(?: (?:token|key)=| )"?/i;
const SIGNED = /^(?:aws4-hmac|digest|hawk|negotiate|ntlm|signature|hmac)/i;

/** Takes secrets out of the headers and the query; each is remembered, so that it is found elsewhere too. */
export function readAuth(
  request: Pick<RecordedRequest, 'auth' | 'placeholder'>,
  { headers, query }: { headers: Pairs; query: Pairs },
  secrets: SecretFinder,
): ReadAuth {
  const keys: FoundKey[] = request.auth ? [{ kind: request.auth }] : [];
  const notes: string[] = [];
  const left: [string, string][] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower === 'authorization') {
      const found = readAuthorization(value, secrets);
      if (typeof found === 'string') notes.push(found);
      else if (!request.auth) keys.push(found);
    } else if (isKeyName(name)) {
      rememberValue(value, secrets);
      const given = request.auth?.settings;
      if (given?.in === 'header' && given.name?.toLowerCase() === lower) continue;
      keys.push(keyAt('header', name));
    } else left.push([name, value]);
  }
  const parameters: [string, string][] = [];
  for (const [name, value] of query) {
    if (!isKeyName(name) && name.toLowerCase() !== 'key') parameters.push([name, value]);
    else {
      rememberValue(value, secrets);
      const given = request.auth?.settings;
      if (given?.in === 'query' && given.name === name) continue;
      keys.push(keyAt('query', name));
    }
  }
  return { keys: uniqueKeys(keys), headers: left, query: parameters, notes };
}

function keyAt(place: 'header' | 'query', name: string, prefix = ''): FoundKey {
  const settings = { in: place, name, ...(prefix !== '' && { prefix }) };
  return { kind: { type: 'api_key', settings }, place: { in: place, name, prefix } };
}

/** A key that is sent twice under one name is one key. */
function uniqueKeys(keys: readonly FoundKey[]): FoundKey[] {
  const seen = new Set<string>();
  return keys.filter(({ kind }) => {
    const key = JSON.stringify(kind);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A kind of key, or a sentence where there is no credential for it. */
function readAuthorization(value: string, secrets: SecretFinder): FoundKey | string {
  const trimmed = value.trim();
  rememberValue(trimmed, secrets);
  const place = (prefix: string) => ({ in: 'header' as const, name: 'Authorization', prefix });
  const [scheme = ''] = trimmed.split(' ', 1);
  const rest = trimmed.slice(scheme.length).trim();
  rememberValue(rest, secrets);
  if (/^bearer$/i.test(scheme)) return { kind: { type: 'bearer', settings: {} }, place: place('Bearer ') };
  if (/^basic$/i.test(scheme)) {
    const decoded = Buffer.from(rest, 'base64').toString();
    rememberUser(decoded, secrets);
    return { kind: { type: 'basic', settings: {} } };
  }
  if (SIGNED.test(scheme))
    return 'The request was signed, which is not carried over. Choose a credential of type hmac or aws_sigv4 in the step.';
  const prefix = PREFIX.exec(trimmed)?.[0] ?? '';
  rememberValue(trimmed.slice(prefix.length), secrets);
  return keyAt('header', 'Authorization', prefix.replace('"', ''));
}

/** Remembers a user name with its password, in whole and in parts. */
export function rememberUser(user: string, secrets: SecretFinder): void {
  secrets.remember(user);
  secrets.remember(Buffer.from(user).toString('base64'));
  secrets.remember(user.slice(user.indexOf(':') + 1));
}

/** A placeholder such as `{{token}}` or `$TOKEN` is no secret: other texts may well name it. */
export function rememberValue(value: string, secrets: SecretFinder): void {
  const isPlaceholder = /^(?:\uE000\w+\uE001|\$\{?\w+\}?|\{\{[\w. -]+\}\}|<[\w -]+>)$/.test(value.trim());
  if (!isPlaceholder) secrets.remember(value.trim());
}
