import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import type { HttpFailure, HttpReply, OutgoingRequest, SendOptions } from '#engine';
import type { GuardedHttpOptions } from '../../../api/http/guarded-http.js';
import type { ReceivedRequest, UpstreamHandler } from '../../support/upstream-server.js';
import { openNodeDoor } from './node-door.js';
import { type Outside, startOutside } from './outside.js';
import type { Cancel } from './wire.js';
import { openWorkerDoor } from './worker-door.js';

/** Both doors, for `describe.each`. */
export const doorKinds = ['Node', 'Workers'] as const;
export type DoorKind = (typeof doorKinds)[number];

/** What a step may ask of a door, and how the door itself was made. */
interface SendingOptions extends Partial<Omit<SendOptions, 'signal' | 'mayFollow'>> {
  door?: Pick<GuardedHttpOptions, 'allow' | 'allowHttp' | 'timeouts'>;
  /** What `mayFollow` says yes to; absent: there is none. */
  followable?: readonly string[];
  /** Gets what `mayFollow` was asked. */
  asked?: string[];
  cancel?: Cancel;
  /** Ends only once the outside has seen the end of it, while the door stays open. */
  untilClosed?: boolean;
}

type Sending = Partial<OutgoingRequest> & { url: string };

/** A way to send through a door of one kind to an outside that is a server of the test. */
export interface OpenedDoor {
  send(request: OutgoingRequest, options: SendingOptions): Promise<HttpReply | HttpFailure>;
  /** `address:port` of each connection begun, in order; Workers don't tell. */
  dials: string[];
  close(): Promise<void>;
}

export interface TestedDoor {
  /** What came in outside during this test. */
  readonly requests: readonly ReceivedRequest[];
  /** `address:port` of each connection begun in this test. Always empty for Workers, which don't tell. */
  readonly dials: readonly string[];
  /** How the outside answers in this test. Default: 200 with the body `outside`. */
  answer(handler: UpstreamHandler): void;
  /** Sends with GET, no headers, 5 s, 1 MB and http allowed where the test says nothing else. */
  send(request: Sending, options?: SendingOptions): Promise<HttpReply | HttpFailure>;
  /** Sends and expects that it gets through, so that a table of refusals can fail. */
  expectThrough(request: Sending, options?: SendingOptions): Promise<HttpReply>;
  /** Sends and expects a refusal before anything came out of the door. */
  expectRefused(request: Sending, options?: SendingOptions): Promise<HttpFailure>;
}

/** A door for the tests of a `describe`: opened before the first, with nothing remembered before each. */
export function useDoor(kind: DoorKind): TestedDoor {
  let outside: Outside;
  let opened: OpenedDoor;
  beforeAll(async () => {
    outside = await startOutside();
    opened = kind === 'Node' ? await openNodeDoor(outside) : await openWorkerDoor(outside);
  });
  beforeEach(() => {
    outside.reset();
    opened.dials.length = 0;
  });
  afterAll(async () => {
    await opened?.close();
    await outside?.close();
  });
  const send: TestedDoor['send'] = (request, options = {}) =>
    opened.send({ method: 'GET', headers: {}, ...request }, options);
  return {
    get requests() {
      return outside.requests;
    },
    get dials() {
      return opened.dials;
    },
    answer: (handler) => outside.answer(handler),
    send,
    async expectThrough(request, options) {
      const reply = await send(request, options);
      expect(reply).toMatchObject({ ok: true });
      expect(outside.requests).not.toEqual([]);
      return reply as HttpReply; // just looked at
    },
    async expectRefused(request, options) {
      const reply = await send(request, options);
      expect(reply).toMatchObject({ ok: false, phase: 'connect' });
      expect(outside.requests).toEqual([]);
      expect(opened.dials).toEqual([]);
      return reply as HttpFailure; // just looked at
    },
  };
}
