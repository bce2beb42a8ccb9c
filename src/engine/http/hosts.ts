import { DECLARED_HOST } from './declared-host.js';

/** Where a URL leads: what decides who reads a request. */
export interface Origin {
  scheme: 'http' | 'https';
  /** ASCII letters in lower case, anything else as it is written. */
  host: string;
  /** Absent: the scheme's own. */
  port?: number | undefined;
}

/**
 * No `@`, `%`, `\` or control character can be part of a host here. Letters beyond ASCII may: browsers turn them into
 * another name, so such a host is only ever the same as itself.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a host can't hold
const ORIGIN = /^(https?):\/\/(\[[0-9a-f:.]+\]|(?:[a-z0-9._-]|[^\u0000-\u00a0])+)(?::(\d{1,5}))?(?=[/?#]|$)/i;
const DEFAULT_PORTS = { http: 80, https: 443 };
const LABELS = /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/;

/** The origin of an absolute URL, or undefined where it isn't plain enough to be sure. */
export function parseOrigin(url: string): Origin | undefined {
  const [, scheme, host, digits] = ORIGIN.exec(url) ?? [];
  if (scheme === undefined || host === undefined) return undefined;
  const name = lowerCase(scheme) === 'https' ? 'https' : 'http';
  const port = digits === undefined ? undefined : Number(digits);
  if (port !== undefined && port > 65_535) return undefined;
  return { scheme: name, host: lowerCase(host), port: port === DEFAULT_PORTS[name] ? undefined : port };
}

export function isSameOrigin(left: Origin | undefined, right: Origin | undefined): boolean {
  if (!left || !right) return false;
  return left.scheme === right.scheme && left.host === right.host && left.port === right.port;
}

/** As people write it: `api.example.com`, `api.example.com:8443`, `http://localhost:3000`. */
export function formatOrigin({ scheme, host, port }: Origin): string {
  return `${scheme === 'http' ? 'http://' : ''}${host}${port === undefined ? '' : `:${port}`}`;
}

/** Whether a credential's hosts have exactly this one. There are no wildcards; without `http://`, an entry means https. */
export function listsHost(hosts: readonly string[], origin: Origin): boolean {
  return hosts.some((entry) => {
    const plain = /^http:\/\/(.*)$/is.exec(entry)?.[1];
    return isSameOrigin(plain === undefined ? parseHost(entry, 'https') : parseHost(plain, 'http'), origin);
  });
}

/** Whether the hosts that a graph declares have this one; `*.example.com` is any name below it. */
export function declaresHost(declared: readonly string[], origin: Origin): boolean {
  return declared.some((entry) => {
    if (!DECLARED_HOST.test(entry)) return false;
    if (!entry.startsWith('*.')) return isSameOrigin(parseHost(entry, origin.scheme), origin);
    const above = parseHost(entry.slice(2), origin.scheme);
    if (!above || !origin.host.endsWith(`.${above.host}`)) return false;
    const below = origin.host.slice(0, -above.host.length - 1);
    return LABELS.test(below) && origin.port === above.port;
  });
}

/** A host alone; nothing may follow it. */
function parseHost(entry: string, scheme: Origin['scheme']): Origin | undefined {
  return /[/?#]/.test(entry) ? undefined : parseOrigin(`${scheme}://${entry}`);
}

function lowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
