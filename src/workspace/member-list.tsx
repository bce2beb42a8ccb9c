import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import type { Member, Role } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { useSession } from '../provider/use-session.js';
import { LoadError } from '../screen/load-error.js';
import { Screen } from '../screen/screen.js';
import { Button } from '../ui/button.js';
import { ConfirmDialog } from '../ui/confirm-dialog.js';
import { EmptyState } from '../ui/empty-state.js';
import { Skeleton } from '../ui/skeleton.js';
import { AddMember } from './add-member.js';
import { MemberRow } from './member-row.js';
import { RefusalBanner } from './refusal-banner.js';
import { useAttempt } from './use-attempt.js';
import { useMembers } from './use-members.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

export interface MemberListProps {
  /** The user has left the workspace: nothing of it can be loaded any more. */
  onLeft?: (() => void) | undefined;
}

type Asked =
  | { type: 'add' }
  | { type: 'remove'; member: Member }
  | { type: 'role'; member: Member; role: Role };

/** Who is in the workspace. Admins and owners (the provider's `role`) add, change and remove; anybody may leave. */
export function MemberList({ onLeft }: MemberListProps) {
  const { role } = usePatchbay();
  const strings = useWorkspaceStrings();
  const members = useMembers();
  const { data, error, isLoading, reload } = members;
  const me = useSession().data?.user.id;
  const [asked, setAsked] = useState<Asked>();
  const { isBusy, refusal, attempt } = useAttempt();
  const canManage = role === 'admin' || role === 'owner';
  const owners = data?.filter((member) => member.role === 'owner').length ?? 0;
  const close = () => setAsked(undefined);

  const changeRole = async (member: Member, next: Role) => {
    await attempt(() => members.changeRole(member.userId, next));
    close();
  };
  const remove = async (member: Member) => {
    const isDone = await attempt(() => members.remove(member.userId));
    close();
    if (isDone && member.userId === me) onLeft?.();
  };

  return (
    <Screen
      title={strings.members}
      lead={strings.membersLead}
      actions={
        canManage &&
        data && (
          <Button variant="primary" icon={<UserPlus />} onClick={() => setAsked({ type: 'add' })}>
            {strings.addMember}
          </Button>
        )
      }
    >
      <RefusalBanner refusal={refusal} />
      {isLoading && <Skeleton lines={4} height={52} />}
      {error && !data && <LoadError error={error} onRetry={reload} />}
      {data?.length === 0 && (
        <EmptyState icon={<Users />} title={strings.noMembersTitle}>
          {strings.noMembersText}
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <>
          {!canManage && <p className="pb-workspace-note">{strings.membersReadOnly}</p>}
          <ul className="pb-people">
            {data.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                isMe={member.userId === me}
                isLastOwner={member.role === 'owner' && owners === 1}
                role={role}
                onRole={(next) =>
                  member.userId === me
                    ? setAsked({ type: 'role', member, role: next })
                    : void changeRole(member, next)
                }
                onRemove={() => setAsked({ type: 'remove', member })}
              />
            ))}
          </ul>
        </>
      )}
      {asked?.type === 'add' && (
        <AddMember add={members.add} canMakeOwner={role === 'owner'} onClose={close} />
      )}
      {asked?.type === 'role' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={strings.ownRoleTitle(strings.roleName[asked.role])}
          description={strings.ownRoleText}
          confirmLabel={strings.changeRole}
          loading={isBusy}
          onConfirm={() => void changeRole(asked.member, asked.role)}
        />
      )}
      {asked?.type === 'remove' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={
            asked.member.userId === me
              ? strings.leaveTitle
              : strings.removeTitle(asked.member.email ?? asked.member.userId)
          }
          description={asked.member.userId === me ? strings.leaveText : strings.removeText}
          confirmLabel={asked.member.userId === me ? strings.leave : strings.remove}
          danger
          loading={isBusy}
          onConfirm={() => void remove(asked.member)}
        />
      )}
    </Screen>
  );
}
