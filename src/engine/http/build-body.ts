import { compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { stringify, textOf } from '../expressions/functions/text-of.js';
import { createBudget, MAX_RESULT_LENGTH } from '../expressions/limits.js';
import type { Secrets } from '../expressions/placeholder.js';
import type { Scope } from '../expressions/scope.js';
import type { HttpBody } from '../graph/http-request-schema.js';
import type { JsonValue } from '../json.js';
import { formEncode } from '../text/percent-encode.js';
import { unreachable } from '../unreachable.js';
import { type BodyChange, changeFields, changeTree } from './body-change.js';
import { compileMultipart } from './build-multipart.js';
import { compilePairs, joinPairs } from './build-query.js';
import { bytesOf, recordBytes, refuseSecrets } from './bytes.js';
import { checkHeaderValue } from './check-header.js';

/** A body that is ready to be sent. */
export interface BuiltBody {
  content: string | Uint8Array;
  /** Sent where the headers name none. */
  contentType: string;
  /** The header that a body like this needs, also where the headers name another. */
  isTypeNeeded?: true;
  /** For the record: JSON as a tree, bytes as base64 or as what they are, anything else as text. */
  value: JsonValue;
}

export type BuildBody = (scope: Scope, secrets?: Secrets, change?: BodyChange) => BuiltBody | undefined;

/**
 * Compiles a body. JSON is built as a tree and written once: a value can't change the shape around it. A body is 20 MB
 * at most.
 */
export function compileBody(body: HttpBody | undefined, requestPlace: string): BuildBody {
  const build = compileKind(body, `${requestPlace}.body`);
  return (scope, secrets, change) => {
    const built = build(scope, secrets, change);
    if (built && built.content.length > MAX_RESULT_LENGTH) {
      const place = `${requestPlace}.body`;
      throw new ExpressionError('limit', 'This body is larger than 20 MB. Send less at once.', { place });
    }
    return built;
  };
}

function compileKind(body: HttpBody | undefined, place: string): BuildBody {
  switch (body?.type) {
    case undefined:
    case 'none':
      return unchangeable(place, () => undefined);
    case 'json': {
      const template = compileTemplate(body.value, `${place}.value`);
      return (scope, secrets, change) =>
        jsonBody(changeTree(template.evaluate(scope, secrets), place, change));
    }
    case 'graphql': {
      const { query, variables, operationName } = body;
      checkQuery(query, `${place}.query`);
      const template = compileTemplate(variables ?? {}, `${place}.variables`);
      return (scope, secrets, change) => {
        const values = template.evaluate(scope, secrets);
        const tree = {
          query,
          ...(variables && { variables: values }),
          ...(operationName && { operationName }),
        };
        return jsonBody(changeTree(tree, place, change));
      };
    }
    case 'form': {
      const pairs = compilePairs(body.fields, `${place}.fields`);
      return (scope, secrets, change) => {
        const text = joinPairs(changeFields(pairs(scope, secrets), change), formEncode);
        return { content: text, contentType: 'application/x-www-form-urlencoded', value: text };
      };
    }
    case 'multipart': {
      const build = compileMultipart(body, place);
      return unchangeable(place, build);
    }
    case 'text': {
      const template = compileTemplate(body.text, `${place}.text`);
      const contentType = body.contentType ?? 'text/plain; charset=utf-8';
      checkHeaderValue(contentType, `${place}.contentType`);
      return unchangeable(place, (scope, secrets) => {
        const content = textOf(template.evaluate(scope, secrets), createBudget());
        return { content, contentType, value: content };
      });
    }
    case 'base64': {
      const at = `${place}.content`;
      const content = compileTemplate(body.content, at);
      const given = body.contentType;
      if (given !== undefined) checkHeaderValue(given, `${place}.contentType`);
      return unchangeable(place, (scope) => {
        const { bytes, contentType } = bytesOf(content.evaluate(scope, refuseSecrets(at)), at);
        const type = given ?? contentType ?? 'application/octet-stream';
        checkHeaderValue(type, at);
        return { content: bytes, contentType: type, value: recordBytes(bytes, type) };
      });
    }
    default:
      return unreachable(body);
  }
}

function jsonBody(value: JsonValue): BuiltBody {
  return { content: stringify(value), contentType: 'application/json', value };
}

function unchangeable(
  place: string,
  build: (scope: Scope, secrets?: Secrets) => BuiltBody | undefined,
): BuildBody {
  return (scope, secrets, change) => {
    if (!change) return build(scope, secrets);
    throw new ExpressionError(
      'type',
      'Only a JSON, form or GraphQL body can say which page is wanted. Choose one of these, or send it in the query.',
      { place },
    );
  };
}

/** GraphQL has `{{` only in texts and comments, so one can always be done without. */
function checkQuery(query: string, place: string): void {
  if (!query.includes('{{')) return;
  throw new ExpressionError(
    'syntax',
    'A GraphQL query is sent as it is written, so {{…}} is not filled in. Use a $variable, and give its value in the variables.',
    { place },
  );
}
