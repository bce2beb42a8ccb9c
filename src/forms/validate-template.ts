import type { JsonSchema, JsonValue } from '../engine/index.js';
import type { FormIssue, FormValidator } from './form-validator.js';
import { issuePath } from './issue-message.js';
import { containsExpression, hasExpression } from './template-text.js';

export interface TemplateValidation {
  readonly issues: readonly FormIssue[];
  /** Why nothing could be checked. */
  readonly failure?: string;
}

/** Rules about a value as a whole, whose outcome depends on everything that stands in it. */
const COMPOSITE = new Set(['anyOf', 'oneOf', 'not', 'if', 'contains', 'uniqueItems', 'const', 'enum']);

/**
 * What is wrong with a template's literal parts. Text that holds an expression becomes something else once it runs, so what it
 * could still make right is not reported:
 * - a rule about a value that is such a text;
 * - a rule about a whole (`oneOf`, `not`, `uniqueItems`, …) in which such a text stands, with everything that was reported
 *   from inside that rule.
 * Where `anyOf` or `oneOf` fails, either what its branches say about fields further in is reported, or the rule itself.
 */
export function validateTemplate(
  validator: FormValidator,
  schema: JsonSchema,
  value: JsonValue | undefined,
): TemplateValidation {
  const outcome = validator.validate(schema, value);
  if (!outcome.ok) return { issues: [], failure: outcome.reason };
  const composites = outcome.issues.filter(({ keyword }) => COMPOSITE.has(keyword));
  const open = composites.filter(({ path }) => containsExpression(valueAt(value, path)));
  const settled = outcome.issues.filter(
    (issue) =>
      !crossesExpression(value, issue.path) &&
      !open.some((composite) => issue === composite || isInside(issue, composite)),
  );
  const unions = settled.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const issues = settled.filter((issue) => {
    const branches = unions.includes(issue) ? settled.filter((other) => isInside(other, issue)) : [];
    if (branches.some((branch) => issuePath(branch).length > issue.path.length)) return false;
    return !unions.some(
      (union) => isInside(issue, union) && issuePath(issue).length === union.path.length && issue !== union,
    );
  });
  return { issues: withoutRepeats(issues) };
}

/** Whether an issue comes from a branch of a composite rule. Ajv reports branches that are `$ref`s where they point to. */
function isInside(issue: FormIssue, composite: FormIssue): boolean {
  if (issue === composite || !startsWith(issue.path, composite.path)) return false;
  return (
    issue.schemaPath.startsWith(`${composite.schemaPath}/`) ||
    (/^\/(definitions|\$defs)\//.test(issue.schemaPath) && JSON.stringify(composite.limit).includes('"$ref"'))
  );
}

function startsWith(path: FormIssue['path'], start: FormIssue['path']): boolean {
  return start.every((key, index) => path[index] === key);
}

function crossesExpression(value: JsonValue | undefined, path: FormIssue['path']): boolean {
  return [...path.keys(), path.length].some((depth) => hasExpression(valueAt(value, path.slice(0, depth))));
}

function valueAt(value: JsonValue | undefined, path: FormIssue['path']): JsonValue | undefined {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string | number, JsonValue>)[key]; // an own property was just found
  }
  return at;
}

function withoutRepeats(issues: readonly FormIssue[]): FormIssue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const key = JSON.stringify([issue.path, issue.keyword, issue.property, issue.limit]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
