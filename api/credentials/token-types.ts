import { z } from 'zod';
import { defined, definedTexts, defineTokenType, name, prefix, secret, text } from './define-type.js';

/** Whether it may be asked is for the guarded door to say; here it only has to be an address. */
const address = z
  .string()
  .max(2_000)
  .regex(
    /^https?:\/\/[^\s/?#@\\]+(?:[/?][^\s#\\]*)?$/,
    'Write the whole address, like https://example.com/oauth/token',
  );
/** `access_type=offline&prompt=consent`: what a service wants beside the standard. */
const parameters = z
  .string()
  .max(2_000)
  .regex(/^[^\s&=]+=[^\s&]*(?:&[^\s&=]+=[^\s&]*)*$/, 'Write name=value, with & between several')
  .optional();
/** As RFC 6749 section 3.3 has it: names with spaces between them. */
const scopes = z.string().max(2_000).optional();
const clientAuth = z.enum(['basic', 'post']);
const lifetime = z
  .string()
  .regex(/^[1-9]\d{0,7}$/, 'Write a number of seconds')
  .optional();
const bearer = () => ({ use: { type: 'bearer' }, field: 'token' }) as const;

/** PKCS #8, as PEM. A field of one line takes the line breaks out, and JSON writes them as `\n`: both are put right. */
export const privateKeyPattern =
  /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]|\\n)+-----END PRIVATE KEY-----/;

/** Types whose token is fetched, and fetched again when it expires. */
export const tokenTypes = {
  /** RFC 6749 section 4.1, with PKCE (RFC 7636). */
  oauth2_authorization_code: defineTokenType({
    settings: z.strictObject({
      authorizationEndpoint: address,
      tokenEndpoint: address,
      clientId: text,
      /** `none`: a public client, which has no secret. */
      clientAuth: z.enum(['basic', 'post', 'none']),
      scopes,
      /** As RFC 9207 has it; absent: at the origin of the authorization endpoint. */
      issuer: address.optional(),
      authorizationParameters: parameters,
    }),
    secrets: z.strictObject({ clientSecret: secret.optional() }).transform(definedTexts),
    tokens: 'person',
    destinations: ['authorizationEndpoint', 'tokenEndpoint', 'issuer'],
    use: bearer,
  }),
  /** RFC 6749 section 4.4. */
  oauth2_client_credentials: defineTokenType({
    settings: z.strictObject({
      tokenEndpoint: address,
      clientId: text,
      clientAuth,
      scopes,
      tokenParameters: parameters,
    }),
    secrets: z.strictObject({ clientSecret: secret }),
    tokens: 'server',
    destinations: ['tokenEndpoint'],
    use: bearer,
  }),
  /** RFC 7523 section 2.1: a signed statement for a token. */
  jwt_assertion: defineTokenType({
    settings: z.strictObject({
      tokenEndpoint: address,
      algorithm: z.enum(['RS256', 'ES256']),
      issuer: text,
      subject: text.optional(),
      /** Absent: the token endpoint. */
      audience: text.optional(),
      keyId: name.optional(),
      scopes,
    }),
    secrets: z.strictObject({
      privateKey: secret.regex(
        privateKeyPattern,
        'Give a private key in PEM that begins with -----BEGIN PRIVATE KEY----- (PKCS #8)',
      ),
    }),
    tokens: 'server',
    destinations: ['tokenEndpoint'],
    use: bearer,
  }),
  /** A log-in whose answer has the token. */
  session: defineTokenType({
    settings: z.strictObject({
      loginUrl: address,
      format: z.enum(['json', 'form']),
      username: text,
      usernameField: name,
      passwordField: name,
      tokenFrom: z.enum(['body', 'header']),
      /** A place like `data.token`, or the name of a header. */
      tokenName: name,
      /** In seconds; absent: until the API refuses it. */
      lifetime,
      in: z.enum(['header', 'query', 'cookie']),
      name,
      prefix,
    }),
    secrets: z.strictObject({ password: secret }),
    tokens: 'server',
    destinations: ['loginUrl'],
    use: ({ in: place, name: called, prefix: before }) => ({
      use: defined({ type: 'api_key' as const, in: place, name: called, prefix: before }),
      field: 'value',
    }),
  }),
};

export type TokenType = keyof typeof tokenTypes;

export function isTokenType(type: string): type is TokenType {
  return Object.hasOwn(tokenTypes, type);
}
