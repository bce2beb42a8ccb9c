import * as z from 'zod/mini';
import { jsonValueSchema, recordOf } from './json-value-schema.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;
/** `options`: for menus. Literals do the work of `z.enum`, which would be loaded for nothing else. */
export const httpMethodSchema = Object.assign(z.literal(METHODS), { options: METHODS });
export type HttpMethod = z.infer<typeof httpMethodSchema>;

/** Text that may hold expressions. */
const text = z.string().check(z.maxLength(65_536));
const fields = recordOf(jsonValueSchema);

/** The name under which a connector asks for a credential: its root is `{{workspace.<slot>}}`. */
const SLOT = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const NO_SLOT = 'A slot starts with a letter and has only letters, digits and _.';
export const slotSchema = z.string().check(z.regex(SLOT, NO_SLOT));

/** Slots by slots. */
export const slotsSchema = recordOf(slotSchema).check(({ value, issues }) => {
  for (const key of Object.keys(value))
    if (!SLOT.test(key)) issues.push({ code: 'custom', message: NO_SLOT, input: key, path: [key] });
});

/** What a signature covers, in order. `timestamp`: the Unix time in seconds. */
const signedPartSchema = z.union([
  z.literal(['timestamp', 'method', 'url', 'host', 'path', 'query', 'body', 'body_sha256']),
  z.strictObject({ text: z.string().check(z.maxLength(1_000)) }),
  z.strictObject({ header: z.string().check(z.maxLength(200)) }),
]);

/** How a request shows who sends it. Texts may hold `{{workspace.…}}`, which only the request builder fills in. */
export const authSchema = z.discriminatedUnion('type', [
  /** By the type of the credential in the slot. */
  z.strictObject({ type: z.literal('credential'), slot: slotSchema }),
  /** `Authorization: Bearer …` (RFC 6750). */
  z.strictObject({ type: z.literal('bearer'), token: text }),
  /** `Authorization: Basic …` (RFC 7617). */
  z.strictObject({ type: z.literal('basic'), username: text, password: text }),
  z.strictObject({
    type: z.literal('api_key'),
    in: z.literal(['header', 'query', 'cookie']),
    name: z.string().check(z.minLength(1), z.maxLength(200)),
    value: text,
    /** Written before the value, e.g. `Bot `. */
    prefix: z.optional(z.string().check(z.maxLength(200))),
  }),
  /** An access token that the workspace keeps fresh; sent as a bearer token. */
  z.strictObject({ type: z.literal('oauth2'), token: text }),
  z.strictObject({
    type: z.literal('hmac'),
    secret: text,
    algorithm: z.literal(['sha256', 'sha1', 'sha512']),
    encoding: z.literal(['hex', 'base64']),
    /** The header that carries the signature. */
    header: z.string().check(z.minLength(1), z.maxLength(200)),
    prefix: z.optional(z.string().check(z.maxLength(200))),
    sign: z.array(signedPartSchema).check(z.minLength(1), z.maxLength(20)),
    /** Between the signed parts; default: nothing. */
    separator: z.optional(z.string().check(z.maxLength(10))),
    /** The header that carries the timestamp, where the server asks for one. */
    timestampHeader: z.optional(z.string().check(z.maxLength(200))),
  }),
  /** AWS Signature Version 4. */
  z.strictObject({
    type: z.literal('aws_sigv4'),
    accessKeyId: text,
    secretAccessKey: text,
    sessionToken: z.optional(text),
    region: text,
    service: text,
  }),
]);
export type HttpAuth = z.infer<typeof authSchema>;

/** A file of a multipart body: text, or `{ base64, contentType }` as a binary response has it. */
const filePartSchema = z.strictObject({
  content: jsonValueSchema,
  filename: z.optional(text),
  contentType: z.optional(text),
});

export const httpBodySchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('none') }),
  z.strictObject({ type: z.literal('json'), value: jsonValueSchema }),
  z.strictObject({ type: z.literal('form'), fields }),
  z.strictObject({
    type: z.literal('multipart'),
    fields: z.optional(fields),
    files: z.optional(recordOf(filePartSchema)),
  }),
  /** The query is sent as it is written; values go into its variables. */
  z.strictObject({
    type: z.literal('graphql'),
    query: z.string().check(z.maxLength(65_536)),
    variables: z.optional(fields),
    operationName: z.optional(z.string().check(z.maxLength(200))),
  }),
  z.strictObject({ type: z.literal('text'), text: z.string(), contentType: z.optional(z.string()) }),
  /** Bytes: base64 text, or `{ base64, contentType }` as a binary response has it. */
  z.strictObject({
    type: z.literal('base64'),
    content: jsonValueSchema,
    contentType: z.optional(z.string()),
  }),
]);
export type HttpBody = z.infer<typeof httpBodySchema>;

export const httpRequestSchema = z.strictObject({
  method: httpMethodSchema,
  /**
   * May hold `:name` segments, filled from `path`, and expressions (each one percent-encoded in its place).
   * Empty in a draft: `validateGraph` reports it.
   */
  url: z.string().check(z.maxLength(8_192)),
  path: z.optional(fields),
  query: z.optional(fields),
  headers: z.optional(fields),
  auth: z.optional(authSchema),
  body: z.optional(httpBodySchema),
  /** How a list in the query is written: `a=1&a=2` (repeat), `a[]=1` (brackets), `a[0]=1` (indices), `a=1,2` (comma). */
  queryArrays: z.optional(z.literal(['repeat', 'brackets', 'indices', 'comma'])),
  /** False: a redirect is the answer. Default: true. */
  followRedirects: z.optional(z.boolean()),
  /**
   * By which a server knows a repeat. Default: POST and PATCH carry the run's own key as `Idempotency-Key`. `false`:
   * none, for servers that refuse the header. Else the header's name, and a key of one's own.
   */
  idempotency: z.optional(
    z.union([
      z.literal(false),
      z.strictObject({
        header: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
        key: z.optional(text),
      }),
    ]),
  ),
});
export type HttpRequestTemplate = z.infer<typeof httpRequestSchema>;
