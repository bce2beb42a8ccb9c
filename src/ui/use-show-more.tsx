import { type ReactNode, useState } from 'react';
import { Button } from './button.js';
import { useUiStrings } from './ui-strings.js';

/** How many of `total` things are shown, and the button that shows `step` more; null where all of them are. */
export function useShowMore(total: number, step: number): { limit: number; more: ReactNode } {
  const strings = useUiStrings();
  const [limit, setLimit] = useState(step);
  const left = total - limit;
  const more = left > 0 && (
    <Button variant="ghost" size="small" onClick={() => setLimit(limit + step)}>
      {strings.moreItems(Math.min(step, left))}
    </Button>
  );
  return { limit, more: more || null };
}
