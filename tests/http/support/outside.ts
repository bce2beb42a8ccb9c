import {
  type ReceivedRequest,
  startUpstream,
  type Upstream,
  type UpstreamHandler,
} from '../../support/upstream-server.js';
import { createCertificate } from './certificate.js';
import { ARRIVAL_HOST, DEPARTURE_HOST } from './signal-urls.js';

/** Stands for all of the world outside a door: whatever is dialled, one of its two servers answers. */
export interface Outside {
  plain: Upstream;
  tls: Upstream;
  /** A port of this machine where nothing listens. */
  closedPort: number;
  /** The certificate of `tls`, for names under example.com. */
  certificate: string;
  /** What came in since the last `reset`, over both. */
  requests: ReceivedRequest[];
  /** How everything is answered from now on. */
  answer(handler: UpstreamHandler): void;
  /** Resolves when a request has come in since the last `reset`. */
  arrival(): Promise<void>;
  /** Resolves when every answer since the last `reset` has ended, or lost its connection. */
  departure(): Promise<unknown>;
  /** Forgets what came in, and answers with `outside`. */
  reset(): void;
  close(): Promise<void>;
}

const answerPlainly: UpstreamHandler = (_request, response) => void response.end('outside');

export async function startOutside(): Promise<Outside> {
  const requests: ReceivedRequest[] = [];
  let handler = answerPlainly;
  let waiting: (() => void)[] = [];
  let departures: Promise<void>[] = [];
  const departure = () => Promise.all(departures);
  const arrival = () =>
    new Promise<void>((resolve) => {
      if (requests.length > 0) resolve();
      else waiting.push(resolve);
    });
  const onRequest: UpstreamHandler = (request, response, incoming) => {
    if (request.headers.host === ARRIVAL_HOST) {
      void arrival().then(() => response.end());
      return;
    }
    if (request.headers.host === DEPARTURE_HOST) {
      void departure().then(() => response.end());
      return;
    }
    requests.push(request);
    departures.push(new Promise((resolve) => response.once('close', resolve)));
    handler(request, response, incoming);
    for (const resolve of waiting.splice(0)) resolve();
  };
  const { key, cert } = createCertificate(['example.com', '*.example.com']);
  const plain = await startUpstream(onRequest);
  const tls = await startUpstream(onRequest, { tls: { key, cert } });
  const closed = await startUpstream(answerPlainly);
  await closed.close();
  return {
    plain,
    tls,
    closedPort: closed.port,
    certificate: cert,
    requests,
    answer(next) {
      handler = next;
    },
    arrival,
    departure,
    reset() {
      requests.length = 0;
      waiting = [];
      departures = [];
      handler = answerPlainly;
    },
    async close() {
      await Promise.all([plain.close(), tls.close()]);
    },
  };
}
