import { type ComponentPropsWithoutRef, forwardRef, type ReactNode } from 'react';
import { classNames } from './class-names.js';
import { Spinner } from './spinner.js';

export interface ButtonProps extends ComponentPropsWithoutRef<'button'> {
  /** `secondary` by default. One `primary` a view. */
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger' | undefined;
  size?: 'small' | 'medium' | undefined;
  icon?: ReactNode;
  /** Shows a spinner in the icon's place and ignores clicks, but keeps the focus. */
  loading?: boolean | undefined;
}

export const Button = forwardRef<HTMLButtonElement, ButtonProps>(function Button(
  { variant = 'secondary', size = 'medium', icon, loading = false, className, children, onClick, ...rest },
  ref,
) {
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={classNames('pb-button', className)}
      data-variant={variant}
      data-size={size}
      aria-busy={loading || undefined}
      aria-disabled={loading || rest['aria-disabled']}
      onClick={loading ? (event) => event.preventDefault() : onClick}
    >
      {loading ? <Spinner size={14} label={null} /> : icon}
      {children}
    </button>
  );
});
