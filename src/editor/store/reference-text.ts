import type { WireSource } from './edit.js';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** One step of a path as it stands in an expression: `.name`, `['odd key']` or `[0]`. */
function segmentText(segment: string | number): string {
  if (typeof segment === 'number') return `[${segment}]`;
  if (identifier.test(segment)) return `.${segment}`;
  return `['${segment.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}

/** The path of a reference as text, e.g. `step_1.user['odd key'][0]`. */
export function pathText({ root, path }: WireSource): string {
  return root + path.map(segmentText).join('');
}

/** The template that reads `source`, through a function where `pipe` names one, e.g. `{{step_1.items | first}}`. */
export function referenceText(source: WireSource, pipe?: string): string {
  return pipe === undefined ? `{{${pathText(source)}}}` : `{{${pathText(source)} | ${pipe}}}`;
}
