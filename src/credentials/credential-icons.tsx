import { Braces, Cloud, KeyRound, Signature, Ticket, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CredentialType } from './credential-fields.js';

/** The sign of each type of credential. */
export const credentialIcons: Readonly<Record<CredentialType, ReactNode>> = {
  bearer: <Ticket aria-hidden="true" />,
  api_key: <KeyRound aria-hidden="true" />,
  basic: <UserRound aria-hidden="true" />,
  hmac: <Signature aria-hidden="true" />,
  aws_sigv4: <Cloud aria-hidden="true" />,
  custom: <Braces aria-hidden="true" />,
};
