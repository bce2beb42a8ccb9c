import type { AttemptRecord, RequestRecord, ResponseRecord } from '../engine/index.js';
import { CopyButton } from '../ui/copy-button.js';
import { Pill } from '../ui/pill.js';
import { toCurl } from './curl.js';
import { formatBytes, formatDuration } from './duration.js';
import { RecordBody, RecordHeaders } from './record-body.js';

/** What one attempt sent and what came back. */
export function AttemptDetails({ attempt }: { attempt: AttemptRecord }) {
  return (
    <>
      {attempt.request ? (
        <RequestDetails request={attempt.request} />
      ) : (
        <p className="pb-run-hint">This attempt sent no request.</p>
      )}
      {attempt.response && <ResponseDetails response={attempt.response} durationMs={attempt.durationMs} />}
      {attempt.request && !attempt.response && attempt.error && (
        <section className="pb-record" aria-label="Response">
          <h3 className="pb-record-title">Response</h3>
          <p className="pb-run-hint">None: {attempt.error.message}</p>
        </section>
      )}
    </>
  );
}

function RequestDetails({ request }: { request: RequestRecord }) {
  return (
    <section className="pb-record" aria-label="Request">
      <header className="pb-record-head">
        <h3 className="pb-record-title pb-record-title-wide">Request</h3>
        <CopyButton label="Copy as cURL" showLabel text={() => toCurl(request)} />
      </header>
      <p className="pb-record-line pb-mono">
        <b>{request.method}</b> {request.url}
      </p>
      <RecordHeaders headers={request.headers} />
      {request.body !== undefined && <RecordBody label="Request body" value={request.body} />}
    </section>
  );
}

function ResponseDetails({ response, durationMs }: { response: ResponseRecord; durationMs: number }) {
  return (
    <section className="pb-record" aria-label="Response">
      <header className="pb-record-head">
        <h3 className="pb-record-title">Response</h3>
        <Pill tone={response.status < 400 ? 'ok' : 'bad'}>{response.status}</Pill>
        <span className="pb-run-muted pb-number">
          in {formatDuration(durationMs)} · {formatBytes(response.size)}
        </span>
      </header>
      <RecordHeaders headers={response.headers} />
      {response.body !== undefined && <RecordBody label="Response body" value={response.body} />}
      {response.truncated && (
        <p className="pb-run-hint">
          The record holds the first 64 KiB of the body. The steps after this one got all of it.
        </p>
      )}
    </section>
  );
}
