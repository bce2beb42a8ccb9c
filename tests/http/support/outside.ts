import {
  type ReceivedRequest,
  startUpstream,
  type Upstream,
  type UpstreamHandler,
} from '../../support/upstream-server.js';
import { ARRIVAL_HOST } from './arrival.js';
import { createCertificate } from './certificate.js';

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
  /** Forgets what came in, and answers with `outside`. */
  reset(): void;
  close(): Promise<void>;
}

const answerPlainly: UpstreamHandler = (_request, response) => void response.end('outside');

export async function startOutside(): Promise<Outside> {
  const requests: ReceivedRequest[] = [];
  let handler = answerPlainly;
  let waiting: (() => void)[] = [];
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
    requests.push(request);
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
    reset() {
      requests.length = 0;
      waiting = [];
      handler = answerPlainly;
    },
    async close() {
      await Promise.all([plain.close(), tls.close()]);
    },
  };
}
