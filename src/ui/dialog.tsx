import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from './icon-button.js';
import { usePortalProps } from './portal-provider.js';
import { useUiStrings } from './ui-strings.js';

export interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: ReactNode;
  /** One sentence below the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons, the most important last. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large' | undefined;
  /** `side`: a sheet along the end of the page. */
  placement?: 'center' | 'side' | undefined;
  /** What gets the focus first; by default the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** `false`: a click outside leaves it open. */
  dismissible?: boolean | undefined;
}

export function Dialog(props: DialogProps) {
  const { open, onOpenChange, title, description, children, footer, dismissible = true } = props;
  const { size = 'medium', placement = 'center', initialFocus } = props;
  const portal = usePortalProps();
  const strings = useUiStrings();
  return (
    <BaseDialog.Root
      open={open}
      onOpenChange={(next) => onOpenChange(next)}
      disablePointerDismissal={!dismissible}
    >
      <BaseDialog.Portal {...portal}>
        <BaseDialog.Backdrop className="pb-backdrop" />
        <BaseDialog.Popup
          className="pb-dialog"
          data-size={size}
          data-placement={placement}
          initialFocus={initialFocus}
        >
          <div className="pb-dialog-header">
            <BaseDialog.Title className="pb-dialog-title">{title}</BaseDialog.Title>
            {description && (
              <BaseDialog.Description className="pb-dialog-description">{description}</BaseDialog.Description>
            )}
          </div>
          {children && <div className="pb-dialog-body">{children}</div>}
          {footer && <div className="pb-dialog-footer">{footer}</div>}
          {/* Last, so that what the dialog is about gets the focus first. */}
          <BaseDialog.Close
            render={
              <IconButton className="pb-dialog-close" label={strings.close} tooltip={false}>
                <X />
              </IconButton>
            }
          />
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
