import { type CompiledTemplate, compileTemplate } from '../expressions/compile-template.js';
import { ExpressionError } from '../expressions/expression-error.js';
import { MAX_RESULT_LENGTH } from '../expressions/limits.js';
import type { HttpBody } from '../graph/http-request-schema.js';
import type { JsonObject } from '../json.js';
import { placeWithin } from '../place.js';
import type { BuiltBody } from './build-body.js';
import { compilePairs } from './build-query.js';
import { bytesOf, refuseSecrets } from './bytes.js';
import { checkHeaderValue } from './check-header.js';
import type { Fill } from './fill.js';
import { type Part, writeMultipart } from './multipart.js';
import { scalarText } from './scalar-text.js';

type Multipart = Extract<HttpBody, { type: 'multipart' }>;
type FilePart = NonNullable<Multipart['files']>[string];

/** Compiles a body of fields and then files. Null leaves a field or file out; a list of a field's values repeats it. */
export function compileMultipart(body: Multipart, place: string): Fill<BuiltBody> {
  const fields = compilePairs(body.fields ?? {}, `${place}.fields`);
  const files = Object.entries(body.files ?? {}).map(([name, file]) =>
    compileFile(name, file, placeWithin(`${place}.files`, name)),
  );
  return (scope, secrets) => {
    const parts = fields(scope, secrets).map(([name, content]): Part => ({ name, content }));
    for (const build of files) {
      const part = build(scope, secrets);
      if (part) parts.push(part);
    }
    // Before they are put together, which takes as much memory again.
    if (parts.reduce((sum, { content }) => sum + content.length, 0) > MAX_RESULT_LENGTH) {
      throw new ExpressionError('limit', 'This body is larger than 20 MB. Send less at once.', { place });
    }
    return { ...writeMultipart(parts), isTypeNeeded: true, value: parts.map(recordPart) };
  };
}

/** A file's content is text, or the `{ base64, contentType }` of a binary response. */
function compileFile(name: string, file: FilePart, place: string): Fill<Part | undefined> {
  const contentPlace = `${place}.content`;
  const content = compileTemplate(file.content, contentPlace);
  const mayHoldSecrets = typeof file.content === 'string';
  const filename = compileText(file.filename, `${place}.filename`);
  const contentType = compileText(file.contentType, `${place}.contentType`);
  return (scope, secrets) => {
    const value = content.evaluate(scope, mayHoldSecrets ? secrets : refuseSecrets(contentPlace));
    if (value === null) return undefined;
    const part = { name, filename: filename(scope, secrets) ?? name };
    const given = contentType(scope, secrets);
    const read = typeof value === 'object' ? bytesOf(value, contentPlace) : undefined;
    const type =
      given ?? read?.contentType ?? (read ? 'application/octet-stream' : 'text/plain; charset=utf-8');
    checkHeaderValue(type, given === undefined ? contentPlace : `${place}.contentType`);
    return { ...part, contentType: type, content: read?.bytes ?? String(value) };
  };
}

function compileText(text: string | undefined, place: string): Fill<string | undefined> {
  const template: CompiledTemplate | undefined =
    text === undefined ? undefined : compileTemplate(text, place);
  return (scope, secrets) => {
    const value = template?.evaluate(scope, secrets) ?? null;
    return value === null ? undefined : scalarText(value, place);
  };
}

/** A record shows texts as they are, and of other files how large they are. */
function recordPart({ name, filename, contentType, content }: Part): JsonObject {
  return {
    name,
    ...(filename !== undefined && { filename }),
    ...(contentType !== undefined && { contentType }),
    ...(typeof content === 'string' ? { content } : { bytes: content.length }),
  };
}
