import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { stringify, textOf } from '../expressions/functions/text-of.js';
import { createBudget, MAX_RESULT_LENGTH } from '../expressions/limits.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpBody } from '../graph/http-request-schema.js';
import type { JsonValue } from '../json.js';
import { unreachable } from '../unreachable.js';
import { checkHeaderValue } from './build-headers.js';
import { compileForm } from './build-query.js';

/** A body that is ready to be sent. */
interface BuiltBody {
  text: string;
  /** Sent where the headers name none. */
  contentType: string;
  /** For the record: JSON as a tree, anything else as text. */
  value: JsonValue;
}

export type BuildBody = (scope: Scope) => BuiltBody | undefined;

/** Compiles a body. JSON is built as a tree and written once: a value can't change the shape around it. */
export function compileBody(body: HttpBody | undefined): BuildBody {
  switch (body?.type) {
    case undefined:
    case 'none':
      return () => undefined;
    case 'json': {
      const template = compileTemplate(body.value, 'request.body.value');
      return (scope) => {
        const value = template.evaluate(scope);
        return {
          text: checkLength(stringify(value), 'request.body.value'),
          contentType: 'application/json',
          value,
        };
      };
    }
    case 'form': {
      const build = compileForm(body.fields);
      return (scope) => {
        const text = checkLength(build(scope), 'request.body.fields');
        return { text, contentType: 'application/x-www-form-urlencoded', value: text };
      };
    }
    case 'text': {
      const template = compileTemplate(body.text, 'request.body.text');
      const contentType = body.contentType ?? 'text/plain; charset=utf-8';
      checkHeaderValue(contentType, 'request.body.contentType');
      return (scope) => {
        const text = checkLength(textOf(template.evaluate(scope), createBudget()), 'request.body.text');
        return { text, contentType, value: text };
      };
    }
    default:
      return unreachable(body);
  }
}

function checkLength(text: string, place: string): string {
  if (text.length <= MAX_RESULT_LENGTH) return text;
  throw new ExpressionError('limit', 'This body is larger than 20 MB. Send less at once.', { place });
}
