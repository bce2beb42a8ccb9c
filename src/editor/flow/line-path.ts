/** How far a handle reaches over its node's border, in canvas units: lines end at the border, under the handle. */
const HANDLE_REACH = 5;

export interface LineEnds {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

export interface LinePath {
  /** For the `d` of an SVG path. */
  path: string;
  /** The middle of the line. */
  x: number;
  y: number;
}

/**
 * The way of a line from the right of one node to the left of another: one curve to what lies ahead, and a loop
 * between the two to what lies behind.
 */
export function linePath(ends: LineEnds): LinePath {
  const sx = ends.sourceX - HANDLE_REACH;
  const tx = ends.targetX + HANDLE_REACH;
  const { sourceY: sy, targetY: ty } = ends;
  const x = (sx + tx) / 2;
  const y = (sy + ty) / 2;
  const ahead = tx - sx;
  if (ahead >= 40) {
    const reach = Math.max(28, Math.min(ahead / 2, 160));
    return { path: `M${sx},${sy} C${sx + reach},${sy} ${tx - reach},${ty} ${tx},${ty}`, x, y };
  }
  const reach = Math.min(110, 44 + Math.abs(ty - sy) / 4 + Math.max(0, -ahead) / 12);
  return {
    path: `M${sx},${sy} C${sx + reach},${sy} ${sx + reach},${y} ${x},${y} S${tx - reach},${ty} ${tx},${ty}`,
    x,
    y,
  };
}
