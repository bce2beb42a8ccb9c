import { type FormEvent, useRef, useState } from 'react';
import { Banner } from '../src/screen/banner.js';
import { Button } from '../src/ui/button.js';
import { TextField } from '../src/ui/text-field.js';
import { AppSign } from './app-sign.js';

export interface SignInPageProps {
  /** Answers why it was refused, in a sentence; nothing when it worked. */
  onSignIn(email: string, password: string): Promise<string | undefined>;
}

/** Asks for an email address and a password. */
export function SignInPage({ onSignIn }: SignInPageProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string>();
  const passwordField = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    const problem = await onSignIn(email, password).catch((error: Error) => error.message);
    // What worked shows another page; this one is gone then.
    if (problem === undefined) return;
    setBusy(false);
    setRefusal(problem);
    passwordField.current?.focus();
  };
  return (
    <main className="app-center">
      <form className="app-card" onSubmit={submit}>
        <AppSign />
        <h1 className="app-card-title">Sign in</h1>
        {refusal !== undefined && <Banner title="You are not signed in">{refusal}</Banner>}
        <TextField
          label="Email address"
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          onValueChange={setEmail}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          ref={passwordField}
          value={password}
          onValueChange={setPassword}
        />
        <Button type="submit" variant="primary" loading={busy}>
          Sign in
        </Button>
      </form>
    </main>
  );
}
