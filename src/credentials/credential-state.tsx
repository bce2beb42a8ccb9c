import { Link2, Zap } from 'lucide-react';
import type { CredentialTest, WorkspaceCredential } from '../client/index.js';
import { Button } from '../ui/button.js';
import { Pill, type Tone } from '../ui/pill.js';
import { isFetched } from './credential-fields.js';
import { useConnection } from './use-connection.js';
import { useCredentialStrings } from './use-credential-strings.js';
import { useCredentialTest } from './use-credential-test.js';
import type { Credentials } from './use-credentials.js';

export interface CredentialStateProps {
  credential: WorkspaceCredential;
  credentials: Pick<Credentials, 'connect' | 'get' | 'test' | 'reload'>;
  /** Whether the user may connect it. */
  canConnect: boolean;
  /** Whether the user may try it. */
  canTest: boolean;
}

/** Whether a credential works, as far as that is known, and the ways to find out and to put it right. */
export function CredentialState({ credential, credentials, canConnect, canTest }: CredentialStateProps) {
  const strings = useCredentialStrings();
  const connection = useConnection({ credential, credentials });
  const trial = useCredentialTest(credential.id, credentials);
  const { name, type, status, problem, test } = credential;
  const byPerson = type === 'oauth2_authorization_code';
  if (!isFetched(type) && !test) return null;
  const failure = connection.error ?? trial.error;
  return (
    <div className="pb-credential-state">
      <Status credential={credential} />
      <div className="pb-credential-state-text" role="status">
        {connection.isWaiting && <p>{strings.waiting}</p>}
        {problem !== null && !trial.result && <p data-tone="bad">{problem}</p>}
        {trial.result && <TestResult result={trial.result} />}
        {failure !== undefined && (
          <p data-tone="bad">{failure instanceof Error ? failure.message : String(failure)}</p>
        )}
      </div>
      {connection.isWaiting && (
        <Button size="small" variant="ghost" onClick={connection.stopWaiting}>
          {strings.stopWaiting}
        </Button>
      )}
      {byPerson && canConnect && !connection.isWaiting && (
        <Button
          size="small"
          variant={status === 'connected' ? 'secondary' : 'primary'}
          icon={<Link2 />}
          loading={connection.isStarting}
          aria-label={strings.connectNamed(strings.connect(status ?? 'not_connected'), name)}
          onClick={() => void connection.begin()}
        >
          {strings.connect(status ?? 'not_connected')}
        </Button>
      )}
      {canTest && (
        <Button
          size="small"
          icon={<Zap />}
          loading={trial.isTesting}
          aria-label={strings.testNamed(name)}
          onClick={() => void trial.run()}
        >
          {strings.test}
        </Button>
      )}
    </div>
  );
}

const tones: Readonly<Record<NonNullable<WorkspaceCredential['status']>, Tone>> = {
  connected: 'ok',
  not_connected: 'neutral',
  reconnect: 'bad',
};

function Status({ credential: { type, status, expiresAt } }: { credential: WorkspaceCredential }) {
  const strings = useCredentialStrings();
  if (status === null) return null;
  const byPerson = type === 'oauth2_authorization_code';
  return (
    <>
      <Pill tone={tones[status]}>{byPerson ? strings.status[status] : strings.tokenStatus[status]}</Pill>
      {status === 'connected' && expiresAt !== null && (
        <span className="pb-credential-until">
          {strings.tokenUntil} <time dateTime={expiresAt}>{formatEnd(expiresAt)}</time>
        </span>
      )}
    </>
  );
}

function formatEnd(at: string): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

function TestResult({ result }: { result: CredentialTest }) {
  const strings = useCredentialStrings();
  const { ok, identity, scopes, latencyMs, problem } = result;
  if (!ok) return <p data-tone="bad">{problem ?? strings.testFailed}</p>;
  return (
    <p data-tone="ok">
      {strings.testPassed(identity, latencyMs)}
      {scopes && scopes.length > 0 && ` ${strings.testScopes(scopes)}`}
    </p>
  );
}
