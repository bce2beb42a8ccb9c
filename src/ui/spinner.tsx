import { classNames } from './class-names.js';
import { useUiStrings } from './ui-strings.js';

export interface SpinnerProps {
  /** What is awaited. `null`: the words beside it already say so. */
  label?: string | null | undefined;
  /** Pixels. */
  size?: number | undefined;
  className?: string | undefined;
}

export function Spinner({ label, size = 16, className }: SpinnerProps) {
  const strings = useUiStrings();
  const style = { width: size, height: size };
  if (label === null)
    return <span className={classNames('pb-spinner', className)} style={style} aria-hidden="true" />;
  return (
    <span
      className={classNames('pb-spinner', className)}
      style={style}
      role="img"
      aria-label={label ?? strings.loading}
    />
  );
}
