import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Hono } from 'hono';
import { compressed, type Encoding, preferredEncoding } from './compressed.js';

const contentTypes: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Scripts only from here, connections to here and `connect`; styles inline too, since React Flow sets style attributes. */
const contentSecurityPolicy = (connect: readonly string[]) =>
  [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

interface StaticFile {
  bytes: Uint8Array<ArrayBuffer>;
  /** Of the bytes as they are; without quotes. */
  hash: string;
  contentType: string;
  /** What was asked for compressed, made at the first request. */
  encoded: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

/**
 * Serves the files that were under `directory` when it was made, and its `index.html` for every other page
 * address, since the app does its own routing. Only those files exist: no path leads outside. The page may call this
 * server and the origins of `connect`.
 */
export async function createStaticApp(directory: string, connect: readonly string[] = []): Promise<Hono> {
  const policy = contentSecurityPolicy(connect);
  const files = await readFiles(directory);
  const app = new Hono();
  app.use(async function pageHeaders(c, next) {
    await next();
    c.header('content-security-policy', policy);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
    c.header('cross-origin-resource-policy', 'same-origin');
  });
  app.get('*', async (c) => {
    const path = c.req.path === '/' ? '/index.html' : decodePath(c.req.path);
    const file = files.get(path) ?? (isPage(path) ? files.get('/index.html') : undefined);
    if (!file) {
      c.header('cache-control', 'no-store');
      return c.text(files.size === 0 ? notBuilt : 'There is no such file.', files.size === 0 ? 503 : 404);
    }
    const encoding = preferredEncoding(c.req.header('accept-encoding'), file);
    // Each encoding is a representation of its own (RFC 9110 section 8.8.3).
    const etag = `"${file.hash}${encoding ? `-${encoding}` : ''}"`;
    c.header('etag', etag);
    c.header('vary', 'accept-encoding');
    c.header('cache-control', isAsset(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    if (matches(c.req.header('if-none-match'), etag)) return c.body(null, 304);
    if (encoding) c.header('content-encoding', encoding);
    const bytes = encoding ? await compressed(file, encoding) : file.bytes;
    c.header('content-type', file.contentType);
    c.header('content-length', String(bytes.byteLength));
    return c.body(bytes);
  });
  return app;
}

const notBuilt = 'The page is not built. Run "npm run build" and start again; the API works without it.';

/** Files whose names hold a hash of what is in them. */
function isAsset(path: string): boolean {
  return path.startsWith('/assets/');
}

/** An address of the app's own routing, and not a file that is missing. */
function isPage(path: string): boolean {
  return extname(path) === '' && !isAsset(path);
}

/** RFC 9110 section 13.1.2: any of a list, compared weakly. */
function matches(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return tags.includes(etag) || tags.includes('*');
}

async function readFiles(directory: string): Promise<ReadonlyMap<string, StaticFile>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry): Promise<[string, StaticFile]> => {
        const path = join(entry.parentPath, entry.name);
        const bytes = new Uint8Array(await readFile(path));
        const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
        const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
        const name = `/${relative(directory, path).split(sep).join('/')}`;
        return [name, { bytes, hash, contentType, encoded: new Map() }];
      }),
  );
  return new Map(files);
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    // Not percent-encoding: no file has such a name.
    return path;
  }
}
