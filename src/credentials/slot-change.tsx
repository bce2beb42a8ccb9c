import { TriangleAlert } from 'lucide-react';
import { useCredentialStrings } from './use-credential-strings.js';
import { useCredentialUsers } from './use-credential-users.js';

/** Which flows and connectors a new slot would leave without this credential. */
export function SlotChange({ id }: { id: string }) {
  const strings = useCredentialStrings();
  const { data } = useCredentialUsers(id);
  if (!data || data.length === 0) return null;
  return (
    <p className="pb-credential-warning" role="status">
      <TriangleAlert aria-hidden="true" />
      <span>{strings.slotChanges(data.map(({ name }) => `“${name}”`))}</span>
    </p>
  );
}
