import { useEffect, useRef, useState } from 'react';

/** How long a line stays open after the pointer left it, so that its button can be reached. */
const LEAVE_DELAY_MS = 160;

/** Hover that outlasts the way from a line to what floats on it. */
export function useEdgeHover(): readonly [boolean, (isHovered: boolean) => void] {
  const [isHovered, setHovered] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: boolean) => {
    clearTimeout(timer.current);
    if (next) setHovered(true);
    else timer.current = setTimeout(() => setHovered(false), LEAVE_DELAY_MS);
  };
  return [isHovered, change];
}
