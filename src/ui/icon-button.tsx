import { forwardRef, type ReactElement, type ReactNode } from 'react';
import { Button, type ButtonProps } from './button.js';
import { classNames } from './class-names.js';
import { Kbd } from './kbd.js';
import { Tooltip } from './tooltip.js';

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  /** The icon. */
  children: ReactElement;
  /** Shown in the tooltip, like `⌘Z`. */
  shortcut?: string | undefined;
  /** `false`: no tooltip, where the label is written beside it. */
  tooltip?: boolean | undefined;
  tooltipSide?: 'top' | 'bottom' | 'left' | 'right' | undefined;
}

export const IconButton = forwardRef<HTMLButtonElement, IconButtonProps>(function IconButton(
  {
    label,
    children,
    shortcut,
    tooltip = true,
    tooltipSide = 'bottom',
    variant = 'ghost',
    className,
    ...rest
  },
  ref,
) {
  const button = (
    <Button
      {...rest}
      ref={ref}
      variant={variant}
      className={classNames('pb-icon-button', className)}
      aria-label={label}
      icon={children}
    />
  );
  if (!tooltip) return button;
  const content: ReactNode = shortcut ? (
    <>
      {label} <Kbd>{shortcut}</Kbd>
    </>
  ) : (
    label
  );
  return (
    <Tooltip content={content} side={tooltipSide}>
      {button}
    </Tooltip>
  );
});
