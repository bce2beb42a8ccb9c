import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { Button } from './button.js';
import { usePortalProps } from './portal-provider.js';
import { useUiStrings } from './ui-strings.js';

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  /** The verb on the button, like `Delete flow`. */
  confirmLabel: string;
  onConfirm(): void;
  danger?: boolean | undefined;
  /** `true`: it can't be confirmed (yet). */
  disabled?: boolean | undefined;
  loading?: boolean | undefined;
  /** What there is to see before one confirms. */
  children?: ReactNode;
}

/** Asks before something that is hard to undo. It stays open after `onConfirm`: the caller closes it when done. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onOpenChange, title, description, children, confirmLabel, onConfirm } = props;
  const { danger, disabled, loading } = props;
  const portal = usePortalProps();
  const strings = useUiStrings();
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <AlertDialog.Portal {...portal}>
        {/* Forced: the dialog that it may stand on has to step back too. */}
        <AlertDialog.Backdrop className="pb-backdrop" forceRender />
        <AlertDialog.Popup className="pb-dialog" data-size="small" data-placement="center">
          <div className="pb-dialog-header">
            <AlertDialog.Title className="pb-dialog-title">{title}</AlertDialog.Title>
            <AlertDialog.Description className="pb-dialog-description">{description}</AlertDialog.Description>
          </div>
          {children && <div className="pb-dialog-body">{children}</div>}
          <div className="pb-dialog-footer">
            <AlertDialog.Close render={<Button variant="ghost">{strings.cancel}</Button>} />
            <Button
              variant={danger ? 'danger' : 'primary'}
              loading={loading}
              disabled={disabled}
              onClick={onConfirm}
            >
              {confirmLabel}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
