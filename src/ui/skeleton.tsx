import { useUiStrings } from './ui-strings.js';

export interface SkeletonProps {
  /** How many lines of grey are drawn. */
  lines?: number | undefined;
  /** Of each line, in pixels. */
  height?: number | undefined;
  /** What is being loaded, for screen readers. */
  label?: string | undefined;
}

const widths = ['100%', '86%', '94%', '72%'];

/** Grey lines where content will be. */
export function Skeleton({ lines = 3, height = 14, label }: SkeletonProps) {
  const strings = useUiStrings();
  return (
    <div className="pb-skeleton" role="status" aria-label={label ?? strings.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines have no identity and never move
          key={line}
          className="pb-skeleton-line"
          style={{ height, width: widths[line % widths.length] }}
        />
      ))}
    </div>
  );
}
