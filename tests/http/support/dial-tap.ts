import { once } from 'node:events';
import { createServer } from 'node:net';

/** Where a dial really goes: a port of this machine, or nowhere, so that it never ends. */
export type Route = (address: string, port: number) => number | 'nowhere';

export interface DialTap {
  /** `address:port` of every TCP connection that was begun, in order. */
  dials: string[];
  remove(): void;
}

type Connect = (this: unknown, request: unknown, address: string, port: number) => number;

/**
 * Stands where Node hands a connection to the operating system: writes down which address is dialled, and leads the
 * dial to a server of the test. A door that lets too much out is seen, as everything it lets out arrives somewhere.
 */
export async function tapDials(route: Route): Promise<DialTap> {
  const prototype = await handlePrototype();
  const original = { connect: prototype.connect, connect6: prototype.connect6 };
  const dials: string[] = [];
  const connect: Connect = function (request, address, port) {
    dials.push(`${address.includes(':') ? `[${address}]` : address}:${port}`);
    const to = route(address, port);
    return to === 'nowhere' ? 0 : original.connect.call(this, request, '127.0.0.1', to);
  };
  Object.assign(prototype, { connect, connect6: connect });
  return { dials, remove: () => void Object.assign(prototype, original) };
}

/** Node keeps it to itself; every socket of the process has it, a listening one too. */
async function handlePrototype(): Promise<{ connect: Connect; connect6: Connect }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Not in Node's types, as it is no public part of it.
  const { _handle } = server as unknown as { _handle: object };
  const prototype: { connect: Connect; connect6: Connect } = Object.getPrototypeOf(_handle);
  server.close();
  await once(server, 'close');
  return prototype;
}
