import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Hono } from 'hono';

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

/** Scripts and connections only from here; styles inline too, since React Flow sets style attributes. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

interface StaticFile {
  bytes: Uint8Array<ArrayBuffer>;
  etag: string;
  contentType: string;
}

/**
 * Serves the files that were under `directory` when it was made, and its `index.html` for every other page
 * address, since the app does its own routing. Only those files exist: no path leads outside.
 */
export async function createStaticApp(directory: string): Promise<Hono> {
  const files = await readFiles(directory);
  const app = new Hono();
  app.use(async function pageHeaders(c, next) {
    await next();
    c.header('content-security-policy', contentSecurityPolicy);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cross-origin-opener-policy', 'same-origin');
  });
  app.get('*', (c) => {
    const path = c.req.path === '/' ? '/index.html' : decodePath(c.req.path);
    const file = files.get(path) ?? (extname(path) === '' ? files.get('/index.html') : undefined);
    if (!file)
      return c.text(files.size === 0 ? notBuilt : 'There is no such file.', files.size === 0 ? 503 : 404);
    if (c.req.header('if-none-match') === file.etag) return c.body(null, 304);
    return c.body(file.bytes, 200, {
      'content-type': file.contentType,
      etag: file.etag,
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  });
  return app;
}

const notBuilt = 'The page is not built. Run "npm run build" and start again; the API works without it.';

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
        const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
        const contentType = contentTypes[extname(path)] ?? 'application/octet-stream';
        return [`/${relative(directory, path).split(sep).join('/')}`, { bytes, etag, contentType }];
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
