import type { AttemptRecord, RequestRecord, ResponseRecord } from '../engine/index.js';
import { CopyButton } from '../ui/copy-button.js';
import { Pill } from '../ui/pill.js';
import { toCurl } from './curl.js';
import { formatBytes, formatDuration } from './duration.js';
import { RecordBody, RecordHeaders } from './record-body.js';
import { useRunStrings } from './run-strings.js';

/** What one attempt sent and what came back. */
export function AttemptDetails({ attempt }: { attempt: AttemptRecord }) {
  const strings = useRunStrings();
  return (
    <>
      {attempt.request ? (
        <RequestDetails request={attempt.request} />
      ) : (
        <p className="pb-run-hint">{strings.requestMissing}</p>
      )}
      {attempt.response && <ResponseDetails response={attempt.response} durationMs={attempt.durationMs} />}
      {attempt.request && !attempt.response && attempt.error && (
        <section className="pb-record" aria-label={strings.response}>
          <h3 className="pb-record-title">{strings.response}</h3>
          <p className="pb-run-hint">{strings.responseMissing(attempt.error.message)}</p>
          {attempt.phase && <p className="pb-run-hint">{strings.reached(strings.phase(attempt.phase))}</p>}
        </section>
      )}
    </>
  );
}

function RequestDetails({ request }: { request: RequestRecord }) {
  const strings = useRunStrings();
  return (
    <section className="pb-record" aria-label={strings.request}>
      <header className="pb-record-head">
        <h3 className="pb-record-title pb-record-title-wide">{strings.request}</h3>
        <CopyButton label={strings.copyAsCurl} showLabel text={() => toCurl(request)} />
      </header>
      <p className="pb-record-line pb-mono">
        <b>{request.method}</b> {request.url}
      </p>
      <RecordHeaders headers={request.headers} />
      {request.body !== undefined && <RecordBody label={strings.requestBody} value={request.body} />}
    </section>
  );
}

function ResponseDetails({ response, durationMs }: { response: ResponseRecord; durationMs: number }) {
  const strings = useRunStrings();
  return (
    <section className="pb-record" aria-label={strings.response}>
      <header className="pb-record-head">
        <h3 className="pb-record-title">{strings.response}</h3>
        <Pill tone={response.status < 400 ? 'ok' : 'bad'}>{response.status}</Pill>
        <span className="pb-run-muted pb-number">
          {strings.responseFacts(formatDuration(durationMs), formatBytes(response.size))}
        </span>
      </header>
      <RecordHeaders headers={response.headers} />
      {response.body !== undefined && <RecordBody label={strings.responseBody} value={response.body} />}
      {response.truncated && <p className="pb-run-hint">{strings.responseCut}</p>}
    </section>
  );
}
