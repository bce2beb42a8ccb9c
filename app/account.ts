import { createContext } from 'react';

/** Who is signed in by an account; nobody where the page signs in by itself. */
export interface Account {
  /** The name of the workspace that is open. */
  workspace: string;
  /** Goes back to the choice of workspaces; absent where there is but one. */
  onSwitch?: () => void;
  onSignOut: () => void;
}

export const AccountContext = createContext<Account | undefined>(undefined);
