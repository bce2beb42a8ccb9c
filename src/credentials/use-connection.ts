import { useEffect, useState } from 'react';
import type { WorkspaceCredential } from '../client/index.js';
import type { Credentials } from './use-credentials.js';

/** The server is asked so often whether somebody has agreed in the other window. */
const POLL_MS = 1_500;
/** As long as the server waits for the browser to come back. */
const GIVE_UP_MS = 600_000;

export interface ConnectionOptions {
  credential: WorkspaceCredential;
  credentials: Pick<Credentials, 'connect' | 'get' | 'reload'>;
}

/**
 * Connects a credential: in a window of its own, which must open at the click or browsers block it, and in this one where
 * it was blocked all the same. That window can't be asked how it goes, since services cut it off from this page; the
 * credential's status is.
 */
export function useConnection({ credential, credentials }: ConnectionOptions) {
  const { id, status, expiresAt } = credential;
  const [before, setBefore] = useState<Pick<WorkspaceCredential, 'status' | 'expiresAt'>>();
  const [isStarting, setStarting] = useState(false);
  const [error, setError] = useState<unknown>();
  const { connect, get, reload } = credentials;

  const begin = async () => {
    const popup = window.open('about:blank', '_blank', 'popup,width=560,height=720');
    // What it shows is someone else's page, which must not lead this one elsewhere.
    if (popup) popup.opener = null;
    setStarting(true);
    setError(undefined);
    try {
      const { url } = await connect(id, popup ? undefined : window.location.href);
      if (popup) popup.location.href = url;
      else window.location.assign(url);
      setBefore({ status, expiresAt });
    } catch (cause) {
      popup?.close();
      setError(cause);
    } finally {
      setStarting(false);
    }
  };

  useEffect(() => {
    if (!before) return;
    let isOver = false;
    const stop = () => {
      isOver = true;
      clearInterval(timer);
      clearTimeout(limit);
    };
    const end = () => {
      stop();
      setBefore(undefined);
    };
    const look = async () => {
      const now = await get(id).catch(() => undefined);
      if (isOver || now?.status !== 'connected') return;
      if (before.status === 'connected' && now.expiresAt === before.expiresAt) return;
      end();
      reload();
    };
    const timer = setInterval(() => void look(), POLL_MS);
    const limit = setTimeout(end, GIVE_UP_MS);
    return stop;
  }, [before, get, id, reload]);

  return {
    begin,
    isStarting,
    isWaiting: before !== undefined,
    error,
    stopWaiting: () => setBefore(undefined),
  };
}
