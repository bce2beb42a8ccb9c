import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Upstream {
  host: string;
  port: number;
  url: string;
  /** What came in, in order. */
  requests: ReceivedRequest[];
  close(): Promise<void>;
}

/** Answers, badly too: `incoming.socket` is there to write what no HTTP server would, or to reset. */
export type UpstreamHandler = (
  request: ReceivedRequest,
  response: ServerResponse,
  incoming: IncomingMessage,
) => void;

export interface UpstreamOptions {
  /** Speaks TLS with this key and certificate. */
  tls?: { key: string; cert: string };
}

const host = '127.0.0.1';

/** A real HTTP server on this machine that answers as the test says and remembers what it was asked. */
export async function startUpstream(
  handler: UpstreamHandler,
  { tls }: UpstreamOptions = {},
): Promise<Upstream> {
  const requests: ReceivedRequest[] = [];
  const onRequest = (incoming: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        url: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString(),
      };
      requests.push(request);
      handler(request, response, incoming);
    });
  };
  const server = tls ? createTlsServer(tls, onRequest) : createServer(onRequest);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  // A TCP server's address is never a pipe's name.
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    url: `${tls ? 'https' : 'http'}://${host}:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
