import type { HttpBody, JsonValue } from '#engine';
import { isObject } from './read-json-source.js';
import type { Pairs, RecordedBody } from './recorded-request.js';
import type { SecretFinder } from './secret-finder.js';
import type { ValueWriter } from './value-template.js';

export interface WriteOptions {
  write: ValueWriter;
  secrets: SecretFinder;
  notes: string[];
}

/** The body of a step, with inputs in the places of values. */
export function writeBody(body: RecordedBody, options: WriteOptions): HttpBody {
  const { write, notes } = options;
  switch (body.type) {
    case 'json':
      return { type: 'json', value: write.writeTree('', body.value) };
    case 'form':
      return { type: 'form', fields: writePairs(body.fields, options) };
    case 'multipart': {
      if (body.files.length > 0)
        notes.push(
          body.files.length === 1
            ? 'A file of the body was left out. Add it in the step, under Files.'
            : `${body.files.length} files of the body were left out. Add them in the step, under Files.`,
        );
      return { type: 'multipart', fields: writePairs(body.fields, options) };
    }
    case 'graphql':
      return writeGraphql(body, options);
    case 'text': {
      const { contentType } = body;
      const text = write.write('body', body.text);
      // An input is always written as the text of its reference.
      return { type: 'text', text: String(text), ...(contentType !== undefined && { contentType }) };
    }
  }
}

function writeGraphql(
  { query, variables, operationName }: Extract<RecordedBody, { type: 'graphql' }>,
  { write, secrets, notes }: WriteOptions,
): HttpBody {
  if (secrets.holdsSecret(query) || query.length > 65_000) {
    notes.push('The GraphQL query held what looked like a secret or was too long: it is an input.');
    const value: JsonValue = {
      query: write.write('query', query),
      variables: write.writeTree('', variables),
    };
    return { type: 'json', value };
  }
  const written = isObject(variables) && Object.keys(variables).length > 0 ? variables : undefined;
  return {
    type: 'graphql',
    // Braces that stand together would be an expression, and say the same apart.
    query: query.replace(/\{(?=\{)/g, '{ '),
    ...(written && {
      variables: Object.fromEntries(
        Object.entries(written).map(([name, value]) => [name, write.write(name, value)]),
      ),
    }),
    ...(operationName !== undefined &&
      operationName.length <= 200 &&
      !secrets.holdsSecret(operationName) && { operationName }),
  };
}

/** Fields by name; a name that stands there more than once is a list. */
export function writePairs(pairs: Pairs, { write, secrets, notes }: WriteOptions): Record<string, JsonValue> {
  const byName = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    if (name === '__proto__' || name.length > 500 || secrets.holdsSecret(name))
      notes.push('A field was left out: its name was too long, not allowed, or looked like a secret.');
    else if (byName.size >= 200 && !byName.has(name))
      notes.push('Fields beyond the first 200 were left out.');
    else {
      const values = byName.get(name) ?? [];
      if (values.length < 1_000) values.push(value);
      byName.set(name, values);
    }
  }
  return Object.fromEntries(
    [...byName].map(([name, values]) => {
      const [only = ''] = values;
      return [name, write.write(name, values.length === 1 ? only : values)];
    }),
  );
}
