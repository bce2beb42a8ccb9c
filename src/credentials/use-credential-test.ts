import { useState } from 'react';
import type { CredentialTest } from '../client/index.js';
import type { Credentials } from './use-credentials.js';

/** Tries a credential, and keeps what came of it. */
export function useCredentialTest(id: string, { test, reload }: Pick<Credentials, 'test' | 'reload'>) {
  const [result, setResult] = useState<CredentialTest>();
  const [error, setError] = useState<unknown>();
  const [isTesting, setTesting] = useState(false);
  const run = async () => {
    setTesting(true);
    setError(undefined);
    setResult(undefined);
    try {
      setResult(await test(id));
      // A token was fetched, or refused: its status is another now.
      reload();
    } catch (cause) {
      setError(cause);
    } finally {
      setTesting(false);
    }
  };
  return { run, result, error, isTesting };
}
