import { compileExpression } from '../expressions/compile-expression.js';
import { expressionErrorOf } from '../expressions/expression-error.js';
import { MAX_LITERAL_DEPTH } from '../expressions/limits.js';
import { forEachText } from '../expressions/list-references.js';
import { parseTemplateText } from '../expressions/parse-expression.js';
import { isDeeperThan } from '../json-operations.js';
import type { Report } from './problem.js';
import type { StepTemplate } from './step-templates.js';

/** Problems of values that can't be read as templates. */
export function checkTexts(templates: readonly StepTemplate[], report: Report): void {
  for (const { template, place } of templates) {
    if (isDeeperThan(template, MAX_LITERAL_DEPTH))
      report('invalid_document', place, 'This value is nested more than 64 deep. Take it apart.');
    forEachText(template, place, (text, where) => {
      const error = expressionErrorOf(() => {
        for (const part of parseTemplateText(text).parts)
          if (typeof part === 'object') compileExpression(part.expression);
      });
      if (!error) return;
      const { position, suggestion } = error;
      const code = error.code === 'unknown_function' ? 'unknown_function' : 'syntax';
      report(code, where, error.message, {
        fix:
          position && suggestion !== undefined
            ? {
                type: 'replace_reference',
                label: `Use ${suggestion}`,
                from: text.slice(position.start, position.end),
                to: suggestion,
                at: position.start,
              }
            : undefined,
      });
    });
  }
}
