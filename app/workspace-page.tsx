import { ApiKeyList } from '../src/workspace/api-key-list.js';
import { AuditLog } from '../src/workspace/audit-log.js';
import { MemberList } from '../src/workspace/member-list.js';
import { useWorkspaceStrings } from '../src/workspace/use-workspace-strings.js';
import { type WorkspaceTab, workspaceTabs } from './router.js';

/** Who and what may use the workspace, and who did what in it; each part has an address of its own. */
export function WorkspacePage({ tab }: { tab: WorkspaceTab }) {
  const strings = useWorkspaceStrings();
  return (
    <div className="app-workspace-page">
      <nav aria-label="Workspace">
        <ul className="app-tabs">
          {workspaceTabs.map((name) => (
            <li key={name}>
              <a
                className="app-tab"
                href={`/workspace/${name}`}
                aria-current={name === tab ? 'page' : undefined}
              >
                {strings[name]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {tab === 'members' && <MemberList onLeft={() => location.reload()} />}
      {tab === 'keys' && <ApiKeyList />}
      {tab === 'audit' && <AuditLog />}
    </div>
  );
}
