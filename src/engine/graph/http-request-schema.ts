import * as z from 'zod/mini';
import { jsonValueSchema, recordOf, refuseProto } from './json-value-schema.js';
import { lengthUpTo, lengthWithin, matching } from './schema-checks.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

// `options` are for menus. Literals do the work of `z.enum`, which would be loaded for nothing else.
/** The request's method. */
export const httpMethodSchema = Object.assign(z.literal(METHODS), { options: METHODS });
export type HttpMethod = z.infer<typeof httpMethodSchema>;

/** Text that may hold expressions. */
const text = z.string().check(lengthUpTo(65_536));
const fields = recordOf(jsonValueSchema);

/** The name under which a connector asks for a credential: its root is `{{workspace.<slot>}}`. */
const SLOT = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;
const NO_SLOT = 'A slot starts with a letter and has only letters, digits and _.';
export const slotSchema = z.string().check(matching(SLOT, NO_SLOT));

/** Slots by slots. */
export const slotsSchema = refuseProto(
  recordOf(slotSchema).check(({ value, issues }) => {
    for (const key of Object.keys(value))
      if (!SLOT.test(key)) issues.push({ code: 'custom', message: NO_SLOT, input: key, path: [key] });
  }),
);

/** What a signature covers, in order: parts of the request, texts and headers. `timestamp`: the Unix time in seconds. */
export const signedPartSchema = z.union([
  z.literal(['timestamp', 'method', 'url', 'host', 'path', 'query', 'body', 'body_sha256']),
  z.strictObject({
    /** This text. */
    text: z.string().check(lengthUpTo(1_000)),
  }),
  z.strictObject({
    /** The value of the header of this name. */
    header: z.string().check(lengthUpTo(200)),
  }),
]);

/** How a request shows who sends it. Texts may hold `{{workspace.…}}`, which only the request builder fills in. */
export const authSchema = z.discriminatedUnion('type', [
  /** By the type of the credential in the slot. */
  z.strictObject({ type: z.literal('credential'), slot: slotSchema }),
  /** `Authorization: Bearer …` (RFC 6750). */
  z.strictObject({ type: z.literal('bearer'), token: text }),
  /** `Authorization: Basic …` (RFC 7617). */
  z.strictObject({ type: z.literal('basic'), username: text, password: text }),
  /** A key in a header, query parameter or cookie. */
  z.strictObject({
    type: z.literal('api_key'),
    /** Where it goes. */
    in: z.literal(['header', 'query', 'cookie']),
    /** The name of the header, parameter or cookie. */
    name: z.string().check(lengthWithin(1, 200)),
    value: text,
    /** Written before the value, e.g. `Bot `. */
    prefix: z.optional(z.string().check(lengthUpTo(200))),
  }),
  /** An access token that the workspace keeps fresh; sent as a bearer token. */
  z.strictObject({ type: z.literal('oauth2'), token: text }),
  /** A signature over parts of the request (RFC 2104). */
  z.strictObject({
    type: z.literal('hmac'),
    /** The key of the signature. */
    secret: text,
    /** The hash. */
    algorithm: z.literal(['sha256', 'sha1', 'sha512']),
    /** How the signature is written. */
    encoding: z.literal(['hex', 'base64']),
    /** The header that carries the signature. */
    header: z.string().check(lengthWithin(1, 200)),
    /** Written before the signature, e.g. `sha256=`. */
    prefix: z.optional(z.string().check(lengthUpTo(200))),
    sign: z.array(signedPartSchema).check(lengthWithin(1, 20)),
    /** Between the signed parts. Default: nothing. */
    separator: z.optional(z.string().check(lengthUpTo(10))),
    /** The header that carries the timestamp, where the server asks for one. */
    timestampHeader: z.optional(z.string().check(lengthUpTo(200))),
  }),
  /** AWS Signature Version 4. */
  z.strictObject({
    type: z.literal('aws_sigv4'),
    accessKeyId: text,
    secretAccessKey: text,
    /** Of temporary credentials. */
    sessionToken: z.optional(text),
    region: text,
    service: text,
  }),
]);
export type HttpAuth = z.infer<typeof authSchema>;

/** A file of a multipart body: text, or `{ base64, contentType }` as a binary response has it. */
const filePartSchema = z.strictObject({
  content: jsonValueSchema,
  /** The name that the server is told. Default: the name of the field. */
  filename: z.optional(text),
  /** Default: that of the response, or else by what the content is. */
  contentType: z.optional(text),
});

export const httpBodySchema = z.discriminatedUnion('type', [
  /** No body. */
  z.strictObject({ type: z.literal('none') }),
  /** JSON. Values fill their places in it, and can't change the shape around them. */
  z.strictObject({
    type: z.literal('json'),
    /** The tree that is sent. */
    value: jsonValueSchema,
  }),
  /** `application/x-www-form-urlencoded`. */
  z.strictObject({
    type: z.literal('form'),
    /** By name; null leaves one out, and a list repeats it. */
    fields,
  }),
  /** `multipart/form-data` (RFC 7578): fields, then files. */
  z.strictObject({
    type: z.literal('multipart'),
    /** By name; null leaves one out, and a list repeats it. */
    fields: z.optional(fields),
    /** By the name of their field. */
    files: z.optional(refuseProto(recordOf(filePartSchema))),
  }),
  /** A GraphQL query, sent as JSON as it is written; values go into its variables. */
  z.strictObject({
    type: z.literal('graphql'),
    /** Without expressions. */
    query: z.string().check(lengthUpTo(65_536)),
    /** By name, without the $. */
    variables: z.optional(fields),
    /** Which operation of the query is meant, where it has several. */
    operationName: z.optional(z.string().check(lengthUpTo(200))),
  }),
  /** Any text. */
  z.strictObject({
    type: z.literal('text'),
    /** What is sent. */
    text: z.string(),
    /** Default: `text/plain; charset=utf-8`. */
    contentType: z.optional(z.string()),
  }),
  /** Bytes. */
  z.strictObject({
    type: z.literal('base64'),
    /** Base64 text, or `{ base64, contentType }` as a binary response has it. */
    content: jsonValueSchema,
    /** Default: that of the response, or else `application/octet-stream`. */
    contentType: z.optional(z.string()),
  }),
]);
export type HttpBody = z.infer<typeof httpBodySchema>;

/** What is sent. */
export const httpRequestSchema = z.strictObject({
  method: httpMethodSchema,
  /**
   * May hold `:name` segments, filled from `path`, and expressions (each one percent-encoded in its place).
   * Empty in a draft: `validateGraph` reports it.
   */
  url: z.string().check(lengthUpTo(8_192)),
  /** Values for the `:name` segments of the URL. */
  path: z.optional(fields),
  /** Parameters that are added to those of the URL; null leaves one out. */
  query: z.optional(fields),
  /** By name; null leaves one out. */
  headers: z.optional(fields),
  /** How the request shows who sends it. */
  auth: z.optional(authSchema),
  /** What it carries. */
  body: z.optional(httpBodySchema),
  /** How a list in the query is written: `a=1&a=2` (repeat), `a[]=1` (brackets), `a[0]=1` (indices), `a=1,2` (comma). Default: repeat. */
  queryArrays: z.optional(z.literal(['repeat', 'brackets', 'indices', 'comma'])),
  /** False: a redirect is the answer. Default: true. */
  followRedirects: z.optional(z.boolean()),
  /**
   * By which a server knows a repeat. Default: POST and PATCH carry the run's own key as `Idempotency-Key`. `false`:
   * none, for servers that refuse the header.
   */
  idempotency: z.optional(
    z.union([
      z.literal(false),
      z.strictObject({
        /** The header that carries the key. Default: `Idempotency-Key`. */
        header: z.optional(z.string().check(lengthWithin(1, 200))),
        /** Default: the run's own, the same for every attempt. */
        key: z.optional(text),
      }),
    ]),
  ),
});
export type HttpRequestTemplate = z.infer<typeof httpRequestSchema>;
