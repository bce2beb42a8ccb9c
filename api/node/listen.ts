import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPeer } from '../db/load-peer.js';

/** A listening HTTP server. */
export interface Listening {
  url: string;
  port: number;
  /** Takes no new connections, lets answers under way end for up to `graceMs`, then drops the rest. */
  close(graceMs?: number): Promise<void>;
}

/** The port is taken by another program. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;
  constructor(port: number, options?: ErrorOptions) {
    super(`Port ${port} is in use by another program.`, options);
    this.port = port;
  }
}

type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** Serves a fetch handler. Throws a `PortInUseError` when the port is taken. */
export async function listen(
  fetch: Fetch,
  { host, port }: { host: string; port: number },
): Promise<Listening> {
  const { createAdaptorServer } = await loadPeer('@hono/node-server', () => import('@hono/node-server'));
  // Without HTTP/2 options the adaptor makes a plain HTTP server.
  const server = createAdaptorServer({ fetch }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new PortInUseError(port, { cause: error })
          : new Error(
              `The server can't listen on ${host}, port ${port} (${error.code}). Check HOST and PORT.`,
              {
                cause: error,
              },
            ),
      );
    });
    server.listen(port, host, resolve);
  });
  // A TCP server's address is never a pipe's name.
  const address = server.address() as AddressInfo;
  const shown = ['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host) ? 'localhost' : host;
  return {
    port: address.port,
    url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${address.port}`,
    close: (graceMs = 0) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => server.closeAllConnections(), graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}
