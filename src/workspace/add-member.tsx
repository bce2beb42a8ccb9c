import { type FormEvent, useState } from 'react';
import type { Role } from '../client/index.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Select } from '../ui/select.js';
import { TextField } from '../ui/text-field.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { RefusalBanner } from './refusal-banner.js';
import { useAttempt } from './use-attempt.js';
import type { Members } from './use-members.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

export interface AddMemberProps {
  add: Members['add'];
  /** Only owners make owners. */
  canMakeOwner: boolean;
  onClose: () => void;
}

const USER_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const roles: readonly Role[] = ['viewer', 'editor', 'admin', 'owner'];

/** Asks for the user id, a label and the role of a new member. */
export function AddMember({ add, canMakeOwner, onClose }: AddMemberProps) {
  const strings = useWorkspaceStrings();
  const ui = useUiStrings();
  const [userId, setUserId] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('editor');
  const [isTried, setTried] = useState(false);
  const { isBusy, refusal, attempt } = useAttempt();
  const isIdWrong = !USER_ID.test(userId.trim());
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isIdWrong || isBusy) return;
    const label = email.trim();
    const body = { userId: userId.trim(), role, ...(label !== '' && { email: label }) };
    if (await attempt(() => add(body))) onClose();
  };
  return (
    <Dialog open onOpenChange={onClose} size="small" title={strings.addMember}>
      <form className="pb-workspace-form" onSubmit={(event) => void submit(event)} noValidate>
        <RefusalBanner refusal={refusal} />
        <TextField
          label={strings.userId}
          hint={strings.userIdHelp}
          error={isTried && isIdWrong ? strings.userIdRule : undefined}
          value={userId}
          onValueChange={setUserId}
          mono
        />
        <TextField label={strings.email} hint={strings.emailHelp} value={email} onValueChange={setEmail} />
        <div>
          <span className="pb-label">{strings.role}</span>
          <Select<Role>
            label={strings.role}
            value={role}
            options={roles.map((value) => ({
              value,
              label: strings.roleName[value],
              description: strings.roleHelp[value],
              disabled: value === 'owner' && !canMakeOwner,
            }))}
            onValueChange={setRole}
          />
        </div>
        <div className="pb-workspace-buttons">
          <Button variant="ghost" onClick={onClose}>
            {ui.cancel}
          </Button>
          <Button type="submit" variant="primary" loading={isBusy}>
            {strings.addMember}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
