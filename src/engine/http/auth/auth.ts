/** A credential whose values are all text by now, and the way in which it is added to a request. */
export type ResolvedAuth = BearerAuth | BasicAuth | ApiKeyAuth | HmacAuth | AwsAuth;

/** A bearer token (RFC 6750), which an access token of OAuth 2 is too. */
interface BearerAuth {
  type: 'bearer';
  token: string;
}

/** A user name without a colon and a password (RFC 7617), sent as UTF-8. Either may be empty. */
export interface BasicAuth {
  type: 'basic';
  username: string;
  password: string;
}

/** A key under a name of the API's choice. `prefix` stands before the value as it is, with its own space: `Bot `. */
export interface ApiKeyAuth {
  type: 'api_key';
  in: 'header' | 'query' | 'cookie';
  name: string;
  value: string;
  prefix?: string;
}

/** A signature over parts of the request (RFC 2104). */
export interface HmacAuth {
  type: 'hmac';
  secret: string;
  algorithm: 'sha256' | 'sha1' | 'sha512';
  encoding: 'hex' | 'base64';
  /** The header that carries the signature, after `prefix`: `sha256=`. */
  header: string;
  prefix?: string;
  /** What is signed, in order, with `separator` between each two; nothing is between them by default. */
  sign: readonly SignedPart[];
  separator?: string;
  /** A header that carries the time that is signed. */
  timestampHeader?: string;
}

/** Signature Version 4 of AWS, in the headers. */
export interface AwsAuth {
  type: 'aws_sigv4';
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  region: string;
  service: string;
}

/**
 * Something that an HMAC signs. `timestamp` is in seconds since 1970; `url`, `host`, `path` and `query` are as a client
 * sends them, the URL without its fragment and the query without its `?`; `body_sha256` is in hex.
 */
export type SignedPart =
  | 'timestamp'
  | 'method'
  | 'url'
  | 'host'
  | 'path'
  | 'query'
  | 'body'
  | 'body_sha256'
  | { text: string }
  | { header: string };
