import type { HttpPort } from '#engine';
import { headersRefusal } from './request-headers.js';
import { type Following, sendFollowing } from './send-following.js';
import { createStop } from './stop.js';
import { type HostPort, normalHost, parseTarget, type TargetRules } from './target.js';

export interface DoorOptions {
  /** What may be reached although it is private, on another port, or without TLS. Default: nothing. */
  allow?: readonly HostPort[];
  /** Lets steps use `http://` towards public hosts. Default: false. */
  allowHttp?: boolean;
}

/** The rules of a door, from its options and from what only its platform can tell. */
export function createTargetRules(
  { allow = [], allowHttp = false }: DoorOptions,
  platform: Pick<TargetRules, 'isReachable' | 'cannotConnect'>,
): TargetRules {
  const allowed = new Set(allow.map(({ host, port }) => hostKey(normalHost(host), port)));
  return { isAllowed: (host, port) => allowed.has(hostKey(host, port)), allowHttp, ...platform };
}

/** Those of steps. CONNECT would open a tunnel, TRACE would echo credentials. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

type Door = Pick<Following, 'rules' | 'exchange' | 'acceptEncoding' | 'firstByteMs'>;

/** An HTTP port that checks each request before a platform's `exchange` sends it, and each redirect of it. */
export function createDoor(door: Door): HttpPort {
  return {
    async send(request, sendOptions) {
      const refusal = methodRefusal(request.method) ?? headersRefusal(request.headers);
      if (refusal) return { ok: false, code: 'invalid_request', message: refusal, phase: 'connect' };
      const target = parseTarget(request.url, door.rules);
      if ('code' in target) return { ok: false, ...target, phase: 'connect' };
      const { stop, release } = createStop(sendOptions);
      try {
        return await sendFollowing({ ...door, target, request, sendOptions, stop });
      } finally {
        release();
      }
    },
  };
}

function methodRefusal(method: string): string | undefined {
  if (methods.has(method.toUpperCase())) return undefined;
  return `The method ${JSON.stringify(method.slice(0, 20))} can't be sent; use one of ${[...methods].join(', ')}.`;
}

function hostKey(host: string, port: number): string {
  return `${host} ${port}`;
}
