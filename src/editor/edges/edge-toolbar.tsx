import { EdgeLabelRenderer } from '@xyflow/react';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EdgeToolbarProps {
  x: number;
  y: number;
  label: string;
  /** Absent: the line can't be deleted. */
  onDelete?: (() => void) | undefined;
  children?: ReactNode;
  /** Keeps it open while the pointer is on it. */
  onHover(isHovered: boolean): void;
}

/** What floats on a line: its words, and the button that deletes it. */
export function EdgeToolbar({ x, y, label, onDelete, children, onHover }: EdgeToolbarProps) {
  return (
    <EdgeLabelRenderer>
      {/* Hovering only keeps it open; every function of it is a button. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      <div
        className="pb-edge-toolbar nodrag nopan"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
        onMouseEnter={() => onHover(true)}
        onMouseLeave={() => onHover(false)}
      >
        {children}
        {onDelete && (
          <button
            type="button"
            className="pb-mini-button pb-edge-delete"
            aria-label={label}
            title={label}
            onClick={onDelete}
          >
            <X />
          </button>
        )}
      </div>
    </EdgeLabelRenderer>
  );
}
