import { Dialog } from '../ui/dialog.js';
import { useVersionStrings } from './use-version-strings.js';
import { VersionHistory, type VersionHistoryProps } from './version-history.js';

export interface VersionDialogProps extends VersionHistoryProps {
  /** Of the flow or connector. */
  name: string;
  onClose: () => void;
}

/** The version history over the screen that it belongs to. It closes once a version is restored. */
export function VersionDialog({ name, onClose, onRestored, ...history }: VersionDialogProps) {
  const strings = useVersionStrings();
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="large"
      title={`${strings.title}: ${name}`}
      description={strings.lead}
    >
      <VersionHistory
        {...history}
        onRestored={() => {
          onRestored?.();
          onClose();
        }}
      />
    </Dialog>
  );
}
