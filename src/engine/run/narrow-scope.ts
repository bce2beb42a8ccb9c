import type { TemplateReference } from '../expressions/list-references.js';
import type { Scope } from '../expressions/scope.js';
import type { JsonValue } from '../json.js';

/**
 * A scope of the few roots that a template names, and some of its own. A graph's scope has a root for each of
 * its thousands of steps, so it is never copied.
 */
export function narrowScope(
  scope: Scope,
  references: readonly TemplateReference[],
  own: Record<string, JsonValue>,
): Scope {
  const narrow: Record<string, JsonValue | undefined> = {};
  for (const { root } of references) if (Object.hasOwn(scope, root)) narrow[root] = scope[root];
  return Object.assign(narrow, own);
}
