import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** [join_ref, ref, topic, event, payload]: Phoenix's serializer, version 2. */
type Message = [string | null, string | null, string, string, Record<string, unknown>];

interface JoinedChannel {
  topic: string;
  /** Of its one `postgres_changes` binding. */
  filter: string;
  /** The token that it was joined with. */
  token: string | undefined;
}

/** The parts of Supabase Realtime that tell of inserted rows: Phoenix channels over a WebSocket. */
export interface RealtimeServer {
  /** As `SUPABASE_URL`. */
  url: string;
  /** True: joins are answered with an error. */
  refusesJoins: boolean;
  /** Those that are joined now. */
  channels(): JoinedChannel[];
  /** Says to all that are joined how it stands with their subscription of Postgres changes, as the service does after a while. */
  reportSubscription(status: 'ok' | 'error'): void;
  /** Tells of an inserted row, without the values that are undefined; whoever filters for another execution isn't told. */
  insert(row: { execution_id: string } & Record<string, unknown>): void;
  /** Fails every channel, and leaves the connections. */
  failChannels(): void;
  /** Drops every connection. */
  cut(): void;
  close(): Promise<void>;
}

const TABLE = { schema: 'public', table: 'connector_execution_events' };
const COLUMNS = [
  { name: 'workspace_id', type: 'text' },
  { name: 'execution_id', type: 'uuid' },
  { name: 'seq', type: 'int4' },
  { name: 'type', type: 'text' },
  { name: 'event', type: 'json' },
  { name: 'at', type: 'timestamptz' },
];

interface Joined extends JoinedChannel {
  joinRef: string | null;
  id: number;
  socket: Duplex;
}

export async function startRealtimeServer(): Promise<RealtimeServer> {
  const sockets = new Set<Duplex>();
  let joined: Joined[] = [];
  let lastId = 0;
  const push = (
    { socket, joinRef, topic }: Joined,
    event: string,
    payload: Record<string, unknown>,
  ): void => {
    send(socket, [joinRef, null, topic, event, payload]);
  };
  const answer = (socket: Duplex, [joinRef, ref, topic, event, payload]: Message): void => {
    const reply = (status: 'ok' | 'error', response: object): void =>
      send(socket, [joinRef, ref, topic, 'phx_reply', { status, response }]);
    if (event === 'heartbeat') reply('ok', {});
    if (event === 'phx_leave') {
      joined = joined.filter((channel) => channel.topic !== topic);
      reply('ok', {});
      send(socket, [joinRef, null, topic, 'phx_close', {}]);
    }
    if (event !== 'phx_join') return;
    // What supabase-js sends: its types don't say so.
    const { config, access_token: token } = payload as {
      config: { postgres_changes: { filter: string }[] };
      access_token?: string;
    };
    if (server.refusesJoins) {
      reply('error', { reason: 'RealtimeDisabledForConfiguration' });
      return;
    }
    const bindings = config.postgres_changes.map((binding) => {
      lastId += 1;
      return { ...binding, id: lastId };
    });
    joined.push({ socket, joinRef, topic, token, filter: bindings[0]?.filter ?? '', id: lastId });
    reply('ok', { postgres_changes: bindings });
  };
  const http = createServer();
  http.on('upgrade', (request, socket) => {
    sockets.add(socket);
    // Cut connections end with an error on either side.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      sockets.delete(socket);
      joined = joined.filter((channel) => channel.socket !== socket);
    });
    const accept = createHash('sha1')
      .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    let bytes: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      for (let frame = readFrame(bytes); frame; frame = readFrame(bytes)) {
        bytes = bytes.subarray(frame.size);
        if (frame.opcode === 8)
          socket.end(Buffer.concat([Buffer.from([0x88, frame.data.length]), frame.data]));
        if (frame.opcode === 1) answer(socket, JSON.parse(frame.data.toString()));
      }
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const server: RealtimeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    refusesJoins: false,
    channels: () => joined.map(({ topic, filter, token }) => ({ topic, filter, token })),
    reportSubscription: (status) => {
      for (const channel of joined) {
        push(channel, 'system', {
          extension: 'postgres_changes',
          status,
          message: '',
          channel: channel.topic,
        });
      }
    },
    insert: (record) => {
      for (const channel of joined) {
        if (channel.filter !== `execution_id=eq.${record.execution_id}`) continue;
        const change = { ...TABLE, type: 'INSERT', columns: COLUMNS, record, commit_timestamp: record.at };
        push(channel, 'postgres_changes', {
          ids: [channel.id],
          data: { ...change, errors: null },
        });
      }
    },
    failChannels: () => {
      for (const channel of joined) push(channel, 'phx_error', {});
      joined = [];
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        cut();
      }),
  };
  return server;
}

/** A text frame by RFC 6455, section 5.2. */
function send(socket: Duplex, message: Message): void {
  const data = Buffer.from(JSON.stringify(message));
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(data.length));
  const head =
    data.length < 126
      ? [0x81, data.length]
      : data.length < 65_536
        ? [0x81, 126, ...length.subarray(6)]
        : [0x81, 127, ...length];
  socket.write(Buffer.concat([Buffer.from(head), data]));
}

/** The first frame, unmasked, as soon as all of it is there. */
function readFrame(bytes: Buffer): { opcode: number; data: Buffer; size: number } | undefined {
  if (bytes.length < 6) return undefined;
  const short = bytes.readUInt8(1) & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 6 + extra) return undefined;
  const length = extra === 2 ? bytes.readUInt16BE(2) : extra === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  const start = 6 + extra;
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(start - 4, start);
  const data = bytes
    .subarray(start, start + length)
    .map((byte, index) => byte ^ (mask[index % 4] ?? 0)) as Buffer; // a Buffer's map makes a Buffer
  return { opcode: bytes.readUInt8(0) & 0x0f, data, size: start + length };
}
