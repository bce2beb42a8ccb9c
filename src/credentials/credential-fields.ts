import type { WorkspaceCredential } from '../client/index.js';
import type { JsonValue } from '../engine/index.js';

export type CredentialType = WorkspaceCredential['type'];

/** One field of a credential. What it is called stands in the strings, by `<type>.<name>`. */
export interface CredentialField {
  name: string;
  /** Goes to the server and never comes back. */
  secret?: true;
  /** May be left out. */
  optional?: true;
  /** Has to be there, as an empty text where nobody fills it in. */
  mayBeEmpty?: true;
  /** A setting that `{{workspace.<slot>.<name>}}` may name too. Every secret may be named. */
  inPlaceholders?: true;
  /** The values to choose from. */
  options?: readonly string[];
  /** `signed_parts`: a list of what a signature covers. Default: a text. */
  kind?: 'signed_parts';
  /** What a new credential starts with. */
  initial?: JsonValue;
  /** Shown while the field is empty. */
  example?: string;
  /** What a text looks like that the API takes. */
  pattern?: string;
}

const ADDRESS = String.raw`^https?:\/\/[^\s\/?#@\\]+(?:[\/?][^\s#\\]*)?$`;
const PARAMETERS = '^[^\\s&=]+=[^\\s&]*(?:&[^\\s&=]+=[^\\s&]*)*$';
const address = { pattern: ADDRESS };
const tokenEndpoint = { name: 'tokenEndpoint', example: 'https://auth.example.com/token', ...address };
const clientId = { name: 'clientId' };
const scopes = { name: 'scopes', optional: true, example: 'contacts.read orders.read' } as const;

/**
 * What each type of credential asks for. The API's own schemas (`api/credentials/credential-types.ts`) are the authority, and
 * a test compares the two. `custom` has none of its own: its settings and secrets have any names.
 */
export const credentialFields: Readonly<Record<CredentialType, readonly CredentialField[]>> = {
  bearer: [{ name: 'token', secret: true }],
  api_key: [
    { name: 'in', options: ['header', 'query', 'cookie'], initial: 'header' },
    { name: 'name', example: 'X-API-Key' },
    { name: 'prefix', optional: true },
    { name: 'value', secret: true },
  ],
  basic: [
    { name: 'username', mayBeEmpty: true, inPlaceholders: true },
    { name: 'password', secret: true, mayBeEmpty: true },
  ],
  hmac: [
    { name: 'header', example: 'X-Signature' },
    { name: 'algorithm', options: ['sha256', 'sha1', 'sha512'], initial: 'sha256' },
    { name: 'encoding', options: ['hex', 'base64'], initial: 'hex' },
    { name: 'prefix', optional: true, example: 'sha256=' },
    { name: 'sign', kind: 'signed_parts', initial: ['body'] },
    { name: 'separator', optional: true },
    { name: 'timestampHeader', optional: true, example: 'X-Timestamp' },
    { name: 'secret', secret: true },
  ],
  aws_sigv4: [
    { name: 'accessKeyId', inPlaceholders: true, example: 'AKIA…' },
    { name: 'region', example: 'eu-central-1' },
    { name: 'service', example: 's3' },
    { name: 'secretAccessKey', secret: true },
    { name: 'sessionToken', secret: true, optional: true },
  ],
  custom: [],
  oauth2_authorization_code: [
    { name: 'authorizationEndpoint', example: 'https://auth.example.com/authorize', ...address },
    tokenEndpoint,
    clientId,
    { name: 'clientAuth', options: ['basic', 'post', 'none'], initial: 'basic' },
    scopes,
    {
      name: 'authorizationParameters',
      optional: true,
      example: 'access_type=offline&prompt=consent',
      pattern: PARAMETERS,
    },
    { name: 'issuer', optional: true, example: 'https://auth.example.com', ...address },
    { name: 'clientSecret', secret: true, optional: true },
  ],
  oauth2_client_credentials: [
    tokenEndpoint,
    clientId,
    { name: 'clientAuth', options: ['basic', 'post'], initial: 'basic' },
    scopes,
    {
      name: 'tokenParameters',
      optional: true,
      example: 'audience=https://api.example.com',
      pattern: PARAMETERS,
    },
    { name: 'clientSecret', secret: true },
  ],
  jwt_assertion: [
    tokenEndpoint,
    { name: 'algorithm', options: ['RS256', 'ES256'], initial: 'RS256' },
    { name: 'issuer', example: 'robot@example.iam.gserviceaccount.com' },
    { name: 'subject', optional: true },
    { name: 'audience', optional: true },
    { name: 'keyId', optional: true },
    scopes,
    { name: 'privateKey', secret: true, example: '-----BEGIN PRIVATE KEY-----' },
  ],
  session: [
    { name: 'loginUrl', example: 'https://api.example.com/login', ...address },
    { name: 'format', options: ['json', 'form'], initial: 'json' },
    { name: 'usernameField', initial: 'username' },
    { name: 'username' },
    { name: 'passwordField', initial: 'password' },
    { name: 'tokenFrom', options: ['body', 'header'], initial: 'body' },
    { name: 'tokenName', initial: 'token', example: 'data.token' },
    { name: 'lifetime', optional: true, example: '3600', pattern: '^[1-9]\\d{0,7}$' },
    { name: 'in', options: ['header', 'query', 'cookie'], initial: 'header' },
    { name: 'name', initial: 'Authorization' },
    { name: 'prefix', optional: true, example: 'Bearer ' },
    { name: 'password', secret: true },
  ],
};

/** Types whose token the server fetches, and the field that it then is. */
const fetchedFields: Readonly<Partial<Record<CredentialType, 'token' | 'value'>>> = {
  oauth2_authorization_code: 'token',
  oauth2_client_credentials: 'token',
  jwt_assertion: 'token',
  session: 'value',
};

/** Whether its token is fetched with what is saved, and not saved itself. */
export const isFetched = (type: CredentialType): boolean => fetchedFields[type] !== undefined;

export const credentialTypes = Object.keys(credentialFields) as CredentialType[]; // its keys are these and no others

/** What a signature can cover beside texts and headers. */
export const signedParts = [
  'timestamp',
  'method',
  'url',
  'host',
  'path',
  'query',
  'body',
  'body_sha256',
] as const;
export type SignedPart = (typeof signedParts)[number];

/** What the name of a field of a custom credential looks like, as the API has it. */
export const FIELD_NAME = '^[A-Za-z_][A-Za-z0-9_]{0,63}$';
/** What a slot looks like, as the API has it. */
export const SLOT = '^[A-Za-z][A-Za-z0-9_]{0,63}$';
/** What a host looks like, as the API has it. */
export const HOST = String.raw`^(?:http:\/\/)?(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$`;

/** The fields that `{{workspace.<slot>.<field>}}` may name. */
export function fieldsInPlaceholders({ type, settings, secrets }: WorkspaceCredential): string[] {
  const fetched = fetchedFields[type];
  if (fetched !== undefined) return [fetched];
  const named = credentialFields[type].filter((field) => field.inPlaceholders).map(({ name }) => name);
  return [...(type === 'custom' ? Object.keys(settings) : named), ...Object.keys(secrets)];
}
