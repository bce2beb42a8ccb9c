/** A host and port that steps may reach although it is private or speaks plain http. */
export interface HostPort {
  /** A name or IP address as in a URL's hostname, without brackets. */
  host: string;
  port: number;
}

export interface TargetRules {
  isAllowed(host: string, port: number): boolean;
  /** Whether an IP address may be dialled that no entry allows. */
  isReachable(address: string): boolean;
  allowHttp: boolean;
  /** What is said of a place that is closed, the same as of one where nobody answers. */
  cannotConnect(host: string, port: number): TargetRefusal;
}

/** Where a request would go, checked as far as the text alone tells. */
export interface Target {
  url: URL;
  /** Lower case, without brackets or dots at the end. */
  host: string;
  port: number;
}

export type TargetRefusal = { code: 'invalid_request' | 'connection_failed'; message: string };

const MAX_URL_LENGTH = 16_384;
const publicPorts = new Set([80, 443, 8443]);
const privateSuffixes = ['.localhost', '.local', '.internal', '.home.arpa'];

/** One message for blocked, refused, not found and connect timeout, so that nobody can scan ports with it. */
export function cannotConnect(host: string, port: number, { otherwise = '' } = {}): TargetRefusal {
  const shown = host.includes(':') ? `[${host}]` : host;
  return {
    code: 'connection_failed',
    message: `Could not connect to ${shown}:${port}${otherwise}. Check the host and port in the URL. (Private addresses are closed unless whoever runs this server lists them in PATCHBAY_ALLOW_PRIVATE_HOSTS.)`,
  };
}

/** Reads and checks a URL by the WHATWG rules; names are resolved and checked later, when dialled. */
export function parseTarget(text: string, rules: TargetRules): Target | TargetRefusal {
  if (text.length > MAX_URL_LENGTH) return invalid(`The URL is longer than ${MAX_URL_LENGTH} characters.`);
  // The URL parser would repair these quietly, and what was checked by eye is then not what is called.
  if (hasControlOrSpace(text))
    return invalid('The URL holds a space or control character; percent-encode it.');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (scheme !== 'https' && scheme !== 'http') return invalid('The URL must start with https://.');
  const authority = /^https?:\/\/([^/\\?#]+)(?:[/?#]|$)/i.exec(text)?.[1];
  if (!authority) return invalid('The URL must have the form https://host/path.');
  if (authority.includes('@')) return invalid('A user name and password do not belong into a URL.');
  const url = URL.parse(text);
  if (!url) return invalid('The URL has no valid host.');
  return checkTarget(url, rules);
}

function checkTarget(url: URL, rules: TargetRules): Target | TargetRefusal {
  const host = normalHost(url.hostname);
  const port = url.port ? Number(url.port) : url.protocol === 'https:' ? 443 : 80;
  if (rules.isAllowed(host, port)) return { url, host, port };
  const isOpen = publicPorts.has(port) && (isAddress(host) ? rules.isReachable(host) : !isPrivateName(host));
  if (!isOpen) return rules.cannotConnect(host, port);
  if (url.protocol === 'http:' && !rules.allowHttp) {
    return invalid(
      'http:// sends everything readable by others; use https://, or set PATCHBAY_ALLOW_HTTP=true.',
    );
  }
  return { url, host, port };
}

/** A hostname as two of them are compared. */
export function normalHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.+$/, '');
}

/** The URL parser has made every form of an IPv4 address four decimal numbers, and no name ends in a number. */
function isAddress(host: string): boolean {
  return host.includes(':') || /^[\d.]+$/.test(host);
}

function isPrivateName(host: string): boolean {
  return !host.includes('.') || privateSuffixes.some((suffix) => `.${host}`.endsWith(suffix));
}

function hasControlOrSpace(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return true;
  }
  return false;
}

function invalid(message: string): TargetRefusal {
  return { code: 'invalid_request', message };
}
