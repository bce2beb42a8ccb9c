import { createClient as createSupabase, type SupabaseClient } from '@supabase/supabase-js';
import { createClient, type PatchbayClient, supabaseSession } from '../src/client/index.js';

/** Signing in and out with a Supabase project; the session is kept in this browser. */
export interface SupabaseAccount {
  isSignedIn(): Promise<boolean>;
  /** Answers why it was refused, in a sentence; nothing when it worked. */
  signIn(email: string, password: string): Promise<string | undefined>;
  signOut(): Promise<void>;
  /** Calls back when the session has ended, in another tab too, until the function it answers is called. */
  onSignedOut(call: () => void): () => void;
  client(workspaceId?: string): PatchbayClient;
}

export function createSupabaseAccount(url: string, publishableKey: string): SupabaseAccount {
  const supabase = createSupabase(url, publishableKey);
  return {
    isSignedIn: async () => (await supabase.auth.getSession()).data.session !== null,
    signIn: (email, password) => signIn(supabase, email, password),
    signOut: async () => {
      // Of this browser alone; where the project can't be reached it is forgotten here all the same.
      await supabase.auth.signOut({ scope: 'local' });
    },
    onSignedOut: (call) => {
      const { data } = supabase.auth.onAuthStateChange((event) => {
        if (event === 'SIGNED_OUT') call();
      });
      return () => data.subscription.unsubscribe();
    },
    client: (workspaceId) =>
      createClient({
        baseUrl: '',
        ...(workspaceId !== undefined && { workspaceId }),
        ...supabaseSession(supabase),
      }),
  };
}

async function signIn(
  { auth }: SupabaseClient,
  email: string,
  password: string,
): Promise<string | undefined> {
  const { error } = await auth.signInWithPassword({ email, password });
  if (!error) return undefined;
  switch (error.code) {
    case 'invalid_credentials':
      return 'There is no account with this email address and password. Check both.';
    case 'email_not_confirmed':
      return 'This email address is not confirmed yet. Follow the link in the message that was sent to it.';
    case 'over_request_rate_limit':
      return 'There were too many attempts. Wait a few minutes and try again.';
    default:
      return error.name === 'AuthRetryableFetchError'
        ? 'The sign-in could not be reached. Check the connection and try again.'
        : `The sign-in failed: ${error.message}`;
  }
}
