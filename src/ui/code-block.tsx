import type { ReactNode } from 'react';
import { classNames } from './class-names.js';
import { CopyButton } from './copy-button.js';

export interface CodeBlockProps {
  children: string;
  /** Above the code, like `Exactly what will be sent`. */
  title?: ReactNode;
  /** What the block is, for screen readers; the title by default. */
  label?: string | undefined;
  copyable?: boolean | undefined;
  /** Beside the copy button. */
  actions?: ReactNode;
  /** Long lines go on in the next one. `false`: the block scrolls. */
  wrap?: boolean | undefined;
  className?: string | undefined;
}

export function CodeBlock(props: CodeBlockProps) {
  const { children, title, label, copyable = true, actions, wrap = true, className } = props;
  return (
    <figure className={classNames('pb-code', className)} aria-label={label}>
      {(title || actions || copyable) && (
        <div className="pb-code-header">
          <figcaption className="pb-code-title">{title}</figcaption>
          {actions}
          {copyable && <CopyButton text={children} />}
        </div>
      )}
      <pre
        className="pb-code-text"
        data-wrap={wrap}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
      >
        {children}
      </pre>
    </figure>
  );
}
