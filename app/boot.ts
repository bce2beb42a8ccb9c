import { useCallback, useEffect, useState } from 'react';
import { ApiError, getSignIn, type PatchbayClient, type Session } from '../src/client/index.js';
import type { PatchbayRole } from '../src/provider/patchbay.js';
import { connectLocally } from './local-client.js';
import type { SupabaseAccount } from './supabase-account.js';

type Workspace = Session['workspaces'][number];

/** How far the page is on its way into a workspace. */
export type Boot =
  | { state: 'connecting' }
  | { state: 'failed'; error: Error }
  /** The server takes tokens, and has no way for people to get one here. */
  | { state: 'closed' }
  | { state: 'signed_out'; account: SupabaseAccount }
  | { state: 'choosing'; account: SupabaseAccount; session: Session }
  | {
      state: 'ready';
      client: PatchbayClient;
      role: PatchbayRole | undefined;
      /** Where an account opened it. */
      opened?: { account: SupabaseAccount; session: Session; workspace: Workspace };
    };

const CHOSEN = 'patchbay.workspace';

/** Connects the page; the function starts anew. */
export function useBoot(): [Boot, (next: Boot) => void, () => void] {
  const [boot, setBoot] = useState<Boot>({ state: 'connecting' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is what connects anew
  useEffect(() => {
    let current = true;
    setBoot({ state: 'connecting' });
    connect().then(
      (next) => current && setBoot(next),
      (error: Error) => current && setBoot({ state: 'failed', error }),
    );
    return () => {
      current = false;
    };
  }, [attempt]);
  const account =
    'account' in boot ? boot.account : boot.state === 'ready' ? boot.opened?.account : undefined;
  useEffect(() => account?.onSignedOut(() => setBoot({ state: 'signed_out', account })), [account]);
  return [boot, setBoot, useCallback(() => setAttempt((count) => count + 1), [])];
}

async function connect(): Promise<Boot> {
  const signIn = await getSignIn('');
  switch (signIn.type) {
    case 'local':
      return { state: 'ready', ...(await connectLocally()) };
    case 'supabase': {
      const { createSupabaseAccount } = await import('./supabase-account.js');
      const account = createSupabaseAccount(signIn.url, signIn.publishableKey);
      return (await account.isSignedIn()) ? await enter(account) : { state: 'signed_out', account };
    }
    case 'none':
      return { state: 'closed' };
  }
}

/** Opens the user's only workspace, or the one they chose last; else they choose. */
export async function enter(account: SupabaseAccount): Promise<Boot> {
  try {
    const session = await account.client().session.get();
    const [first, second] = session.workspaces;
    const known = second ? session.workspaces.find(({ id }) => id === remembered()) : first;
    return known ? open(account, session, known) : { state: 'choosing', account, session };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { state: 'signed_out', account };
    throw error;
  }
}

/** Opens a workspace and remembers it for the next visit. */
export function open(account: SupabaseAccount, session: Session, workspace: Workspace): Boot {
  remember(workspace.id);
  return {
    state: 'ready',
    client: account.client(workspace.id),
    role: workspace.role,
    opened: { account, session, workspace },
  };
}

function remembered(): string | null {
  try {
    return localStorage.getItem(CHOSEN);
  } catch {
    return null;
  }
}

function remember(id: string): void {
  try {
    localStorage.setItem(CHOSEN, id);
  } catch {
    // Storage is switched off: the choice holds for this visit.
  }
}
