import {
  BadgeCheck,
  Braces,
  Cloud,
  KeyRound,
  Link2,
  LogIn,
  Server,
  Signature,
  Ticket,
  UserRound,
} from 'lucide-react';
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
  oauth2_authorization_code: <Link2 aria-hidden="true" />,
  oauth2_client_credentials: <Server aria-hidden="true" />,
  jwt_assertion: <BadgeCheck aria-hidden="true" />,
  session: <LogIn aria-hidden="true" />,
};
