import type { AttemptRecord, RequestRecord, ResponseRecord, StepError } from '../engine/index.js';
import { CopyButton } from '../ui/copy-button.js';
import { Pill } from '../ui/pill.js';
import { toCurl } from './curl.js';
import { formatBytes, formatDuration } from './duration.js';
import { RecordBody, RecordHeaders } from './record-body.js';
import { useRunStrings } from './run-strings.js';
import { useScopedLabel } from './scoped-label.js';

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
        <NoResponse error={attempt.error} phase={attempt.phase} />
      )}
    </>
  );
}

function NoResponse({ error, phase }: { error: StepError; phase: AttemptRecord['phase'] }) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.response);
  return (
    <section className="pb-record" aria-label={label}>
      <h3 className="pb-record-title">{strings.response}</h3>
      <p className="pb-run-hint">{strings.responseMissing(error.message)}</p>
      {phase && <p className="pb-run-hint">{strings.reached(strings.phase(phase))}</p>}
    </section>
  );
}

function RequestDetails({ request }: { request: RequestRecord }) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.request);
  return (
    <section className="pb-record" aria-label={label}>
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
  const label = useScopedLabel(strings.response);
  return (
    <section className="pb-record" aria-label={label}>
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
