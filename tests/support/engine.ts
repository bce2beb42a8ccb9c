import type {
  Action,
  ClockPort,
  ConnectorStep,
  CredentialsPort,
  Definition,
  Edge,
  ForEach,
  Graph,
  HttpFailure,
  HttpPhase,
  HttpReply,
  HttpStep,
  JsonObject,
  JsonValue,
  OutgoingRequest,
  Ports,
  RunEvent,
  SendOptions,
  Step,
} from '#engine';
import { runGraph } from '#engine';

/** An HTTP step that gets `http://api.test/<id>`, with anything of it replaced. */
export function httpStep(overrides: Partial<HttpStep> & { id: string }): HttpStep {
  return { type: 'http', request: { method: 'GET', url: `http://api.test/${overrides.id}` }, ...overrides };
}

/**
 * A graph from its edges: `graph('a -> b, a -> c, b -x> d, e -big> f')`, where `-x>` follows a failure and `-big>` the
 * case `big` of a branch; a name alone is a step without edges. Steps are HTTP steps unless given.
 */
export function graph(text: string, steps: Record<string, Partial<HttpStep> | Step> = {}): Graph {
  const ids = new Set<string>();
  const edges: Edge[] = [];
  for (const part of text.split(',')) {
    const [, source = '', way, target] = /^\s*(\w+)(?:\s*-(\w*)>\s*(\w+))?\s*$/.exec(part) ?? [];
    ids.add(source);
    if (target === undefined) continue;
    ids.add(target);
    edges.push({ source, target, ...(way && { on: way === 'x' ? 'failure' : way }) });
  }
  return {
    steps: [...ids].map((id) => {
      const given = steps[id] ?? {};
      // A step of another type is given whole.
      return 'type' in given && given.type !== 'http'
        ? (given as Step)
        : httpStep({ ...(given as Partial<HttpStep>), id });
    }),
    edges,
  };
}

/** A step `each` that runs the connector `inner` for each item of a list. */
export function eachInner(input: JsonObject, forEach: ForEach): ConnectorStep {
  return { id: 'each', type: 'connector', connector: 'inner', input, forEach };
}

/** A reply with a JSON body. */
export function json(body: JsonValue, status = 200, headers: Record<string, string> = {}): HttpReply {
  return textReply(JSON.stringify(body), 'application/json', status, headers);
}

export function textReply(
  text: string,
  contentType: string,
  status = 200,
  headers: Record<string, string> = {},
): HttpReply {
  const all = { ...(contentType && { 'content-type': contentType }), ...headers };
  return { ok: true, status, headers: all, bytes: new TextEncoder().encode(text), text: () => text };
}

export function failure(code: HttpFailure['code'], phase: HttpPhase = 'connect'): HttpFailure {
  return { ok: false, code, message: `It did not work: ${code}.`, phase };
}

interface Sent {
  request: OutgoingRequest;
  options: SendOptions;
}

export type Answer = HttpReply | HttpFailure | undefined;
/** Decides what a request is answered with; a promise keeps it open. */
type Script = (request: OutgoingRequest, number: number) => Answer | Promise<Answer>;

export interface Host {
  ports: Ports;
  /** Requests in the order in which they were sent. */
  sent: Sent[];
  /** `GET /a`, in order. */
  calls(): string[];
  journal: RunEvent[];
  /** Events of each write. */
  writes: RunEvent[][];
  clock: ManualClock;
}

export interface HostOptions {
  script?: Script;
  connectors?: Record<string, Definition>;
  actions?: Record<string, Action>;
  credentials?: CredentialsPort;
  idempotencyKey?: (step: string) => string;
  /** Called before a write is stored; may throw. */
  beforeRecord?: (events: readonly RunEvent[]) => void | Promise<void>;
  seed?: readonly RunEvent[];
}

/** A host whose network is a script, whose journal is a list and whose clock only moves when told. */
export function createHost(options: HostOptions = {}): Host {
  const { script = () => undefined, connectors = {}, actions = {}, credentials, idempotencyKey } = options;
  const sent: Sent[] = [];
  const journal: RunEvent[] = [...(options.seed ?? [])];
  const writes: RunEvent[][] = [];
  const clock = manualClock();
  const ports: Ports = {
    http: {
      async send(request, sendOptions) {
        sent.push({ request: structuredClone(request), options: sendOptions });
        const { signal } = sendOptions;
        const aborted = new Promise<HttpFailure>((resolve) => {
          signal.addEventListener('abort', () => resolve(failure('cancelled', 'sent')), { once: true });
        });
        const answer = await Promise.race([script(request, sent.length), aborted]);
        return answer ?? json({ path: pathOf(request) });
      },
    },
    journal: {
      async record(events) {
        await options.beforeRecord?.(events);
        journal.push(...events);
        writes.push([...events]);
      },
    },
    clock,
    random: () => 0.5,
    connectors: {
      async find(name) {
        const definition = connectors[name];
        return definition && { name, definition };
      },
    },
    steps: { find: (name) => actions[name] },
    ...(credentials && { credentials }),
    ...(idempotencyKey && { idempotencyKey: async (step: string) => idempotencyKey(step) }),
  };
  return {
    ports,
    sent,
    journal,
    writes,
    clock,
    calls: () => sent.map(({ request }) => `${request.method} ${pathOf(request)}`),
  };
}

export function pathOf({ url }: OutgoingRequest): string {
  return url.replace(/^https?:\/\/[^/]*/, '');
}

interface ManualClock extends ClockPort {
  advance(ms: number): void;
  /** Delays that were asked for, in order. */
  readonly slept: number[];
  /** Sleeps end at once while this is set; the run's own deadline (15 minutes) never does. */
  skipsSleep: boolean;
}

function manualClock(): ManualClock {
  let time = 1_000;
  const slept: number[] = [];
  let waiting: { until: number; resolve: () => void }[] = [];
  return {
    slept,
    skipsSleep: true,
    now: () => time,
    sleep(ms, signal) {
      slept.push(ms);
      return new Promise((resolve) => {
        signal.addEventListener('abort', resolve, { once: true });
        if (this.skipsSleep && ms !== 900_000) {
          time += ms;
          resolve();
        } else {
          waiting.push({ until: time + ms, resolve });
        }
      });
    },
    advance(ms) {
      time += ms;
      const due = waiting.filter((entry) => entry.until <= time);
      waiting = waiting.filter((entry) => entry.until > time);
      for (const { resolve } of due) resolve();
    },
  };
}

/** Events as short text: `step_succeeded a`. */
export function names(events: readonly RunEvent[]): string[] {
  return events.map((event) => ('step' in event ? `${event.type} ${event.step}` : event.type));
}

// What runs graphs is loaded on first use; tests that count turns of the event loop want it to be there.
await runGraph({ graph: { steps: [] }, ports: createHost().ports }).result;

/** A promise to be settled by hand. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Lets everything that is only waiting for promises go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A host whose requests are answered by hand, by their path. */
export function heldHost() {
  const open = new Map<string, (answer: Answer) => void>();
  const host = createHost({
    script(request) {
      const { promise, resolve } = deferred<Answer>();
      open.set(pathOf(request), resolve);
      return promise;
    },
  });
  const answer = async (path: string, reply: Answer = json(path)) => {
    const resolve = open.get(path);
    if (!resolve) throw new Error(`${path} was not asked for.`);
    open.delete(path);
    resolve(reply);
    await settle();
  };
  return { host, answer, open: () => [...open.keys()] };
}

/** All events of a run, to its end. */
export async function collect(run: AsyncIterable<RunEvent>): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for await (const event of run) events.push(event);
  return events;
}

/** An HTTP step that posts this JSON to `/x`. */
export const sends = (value: JsonValue): Partial<HttpStep> => ({
  request: { method: 'POST', url: 'http://api.test/x', body: { type: 'json', value } },
});
