import type { WorkspaceCredential } from '../client/index.js';
import { Button } from '../ui/button.js';
import { SecretHints } from './secret-hints.js';
import { useCredentialStrings } from './use-credential-strings.js';

export interface SavedSecretsProps {
  credential: WorkspaceCredential;
  isReplacing: boolean;
  onReplace(): void;
  onKeep(): void;
}

/** The secrets that a credential has, as far as anybody may see them, and the way to give others. */
export function SavedSecrets({ credential, isReplacing, onReplace, onKeep }: SavedSecretsProps) {
  const strings = useCredentialStrings();
  return (
    <section className="pb-credential-saved" aria-label={strings.savedSecrets}>
      <div className="pb-credential-saved-text">
        <h3 className="pb-label">{strings.savedSecrets}</h3>
        {isReplacing ? (
          <p className="pb-hint">{strings.replaceNote}</p>
        ) : (
          <SecretHints credential={credential} />
        )}
      </div>
      <Button size="small" onClick={isReplacing ? onKeep : onReplace}>
        {isReplacing ? strings.keepSecrets : strings.replaceSecrets}
      </Button>
    </section>
  );
}
