import { Building2, LogOut } from 'lucide-react';
import type { Session } from '../src/client/index.js';
import { Button } from '../src/ui/button.js';
import { EmptyState } from '../src/ui/empty-state.js';

export interface WorkspaceChoiceProps {
  session: Session;
  onChoose(workspace: Session['workspaces'][number]): void;
  onSignOut(): void;
}

/** The workspaces of somebody who signed in; where there are none, what to do about it. */
export function WorkspaceChoice({ session, onChoose, onSignOut }: WorkspaceChoiceProps) {
  const { user, workspaces } = session;
  const signOut = (
    <Button variant="ghost" icon={<LogOut />} onClick={onSignOut}>
      Sign out
    </Button>
  );
  if (workspaces.length === 0) {
    return (
      <main className="app-center">
        <EmptyState icon={<Building2 />} title="You are in no workspace yet" actions={signOut}>
          Ask an administrator to add you, and reload this page then. You are signed in as{' '}
          {user.email ?? 'the user'} ({user.id}).
        </EmptyState>
      </main>
    );
  }
  return (
    <main className="app-center">
      <div className="app-card">
        <h1 className="app-card-title">Choose a workspace</h1>
        <ul className="app-choice">
          {workspaces.map((workspace) => (
            <li key={workspace.id}>
              <Button onClick={() => onChoose(workspace)}>{workspace.name}</Button>
            </li>
          ))}
        </ul>
        {signOut}
      </div>
    </main>
  );
}
