import type { MiddlewareHandler } from 'hono';
import { Problem } from '../problem.js';

/** Far more than any form or graph needs, and far less than what would exhaust the stack of whoever reads it. */
export const MAX_DEPTH = 200;

/** Refuses JSON bodies that are nested deeper than 200 levels, before anything walks through them. */
export const jsonDepth: MiddlewareHandler = async function jsonDepth(c, next) {
  if (c.req.raw.body !== null && isTooDeep(await c.req.text())) {
    throw new Problem('invalid_request', `The body is nested deeper than ${MAX_DEPTH} levels. Flatten it.`);
  }
  await next();
};

/** Whether JSON text is nested deeper than 200 levels; linear, and without parsing it. */
export function isTooDeep(json: string): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') inText = !inText;
    else if (inText) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}
