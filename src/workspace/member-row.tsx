import { Trash2 } from 'lucide-react';
import type { Member, Role } from '../client/index.js';
import { When } from '../screen/when.js';
import { IconButton } from '../ui/icon-button.js';
import { Pill } from '../ui/pill.js';
import { Select } from '../ui/select.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

export interface MemberRowProps {
  member: Member;
  isMe: boolean;
  isLastOwner: boolean;
  /** Of the one who looks. */
  role: Role;
  onRole: (role: Role) => void;
  onRemove: () => void;
}

const roles: readonly Role[] = ['owner', 'admin', 'editor', 'viewer'];

/** A member, with what the one who looks may change about them; why they may not is said. */
export function MemberRow({ member, isMe, isLastOwner, role, onRole, onRemove }: MemberRowProps) {
  const strings = useWorkspaceStrings();
  const name = member.email ?? member.userId;
  const canManage = role === 'admin' || role === 'owner';
  const isOutOfReach = member.role === 'owner' && role !== 'owner';
  const canChange = canManage && !isOutOfReach && !isLastOwner;
  const canRemove = !isLastOwner && (isMe || canChange);
  return (
    <li className="pb-card pb-person">
      <div className="pb-person-name">
        <b>{name}</b> {isMe && <Pill tone="accent">{strings.you}</Pill>}
        <p className="pb-person-facts">
          {strings.joined} <When at={member.createdAt} />
          {member.email !== null && <span className="pb-mono">{member.userId}</span>}
        </p>
        {canManage && isLastOwner && <p className="pb-person-facts">{strings.lastOwner}</p>}
        {canManage && isOutOfReach && <p className="pb-person-facts">{strings.onlyOwners}</p>}
      </div>
      {canChange ? (
        <Select<Role>
          className="pb-person-role"
          label={strings.roleOf(name)}
          value={member.role}
          options={roles.map((value) => ({
            value,
            label: strings.roleName[value],
            description: strings.roleHelp[value],
            disabled: value === 'owner' && role !== 'owner',
          }))}
          onValueChange={(next) => next !== member.role && onRole(next)}
        />
      ) : (
        <Pill title={strings.roleHelp[member.role]}>{strings.roleName[member.role]}</Pill>
      )}
      {canRemove && (
        <IconButton size="small" label={isMe ? strings.leave : strings.removeNamed(name)} onClick={onRemove}>
          <Trash2 />
        </IconButton>
      )}
    </li>
  );
}
