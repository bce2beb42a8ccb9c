import type { HttpRequestTemplate, JsonObject, JsonSchema, JsonValue } from '#engine';
import type { ImportTools } from '../draft-recorded.js';
import { MAX_DRAFTS, toMethod } from '../draft-set.js';
import { HEADER_NAME } from '../header-name.js';
import { createInputSet, type InputSet, toIdentifier } from '../input-set.js';
import { isObject, listOf, memberOf, readJsonSource, textOf } from '../read-json-source.js';
import { sourceError } from '../source-error.js';
import { splitUrl } from '../split-url.js';
import { readBody } from './read-body.js';
import { readSecurity } from './read-security.js';
import { resolveObject } from './resolve-reference.js';
import { createSchemaReader, type SchemaReader } from './schema-reader.js';

const WHAT = 'an OpenAPI 3.0 or 3.1 document as JSON';

/** One draft for each operation, at most 200. Nothing is loaded from elsewhere, and examples are not carried over. */
export function importOpenApi(source: string, tools: ImportTools): void {
  if (isYaml(source))
    throw sourceError(
      'The source is YAML, and only JSON can be read. Convert it first, for example with: npx js-yaml openapi.yaml > openapi.json',
      'source (line 1)',
    );
  const document = readJsonSource(source, WHAT);
  const version = textOf(document, 'openapi') ?? '';
  if (memberOf(document, 'swagger') !== undefined)
    throw sourceError(
      'The source is Swagger 2.0. Convert it to OpenAPI 3 first, for example at editor.swagger.io.',
      'source.swagger',
    );
  if (!/^3\.[01]/.test(version))
    throw sourceError('The source does not say that it is OpenAPI 3.0 or 3.1.', 'source.openapi');
  const paths = memberOf(document, 'paths');
  if (!isObject(paths)) throw sourceError('The document has no paths, so nothing to import.', 'source.paths');
  const schemas = createSchemaReader(document, tools.secrets);
  let count = 0;
  for (const [path, item] of Object.entries(paths)) {
    const shared = resolveObject(document, item);
    for (const [key, operation] of Object.entries(shared ?? {})) {
      const method = /^[a-z]+$/.test(key) ? toMethod(key) : undefined;
      if (!shared || !method || !isObject(operation)) continue;
      count += 1;
      if (!tools.drafts.isFull())
        addOperation({ document, path, item: shared, method, operation, schemas }, tools);
    }
  }
  if (count === 0) throw sourceError('The paths of the document have no operations.', 'source.paths');
  if (tools.drafts.isFull())
    tools.drafts.note(
      `The document has ${count} operations: no more than ${MAX_DRAFTS} are imported, and the rest was left out.`,
    );
}

function isYaml(source: string): boolean {
  const lines = source
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.trim());
  const first = lines.find(
    (line) => line !== '' && line !== '---' && !line.startsWith('#') && !line.startsWith('%'),
  );
  return first !== undefined && /^["']?\w+["']?:(?: |$)/.test(first);
}

interface Operation {
  document: JsonObject;
  path: string;
  item: JsonObject;
  method: HttpRequestTemplate['method'];
  operation: JsonObject;
  schemas: SchemaReader;
}

function addOperation(source: Operation, { drafts, slots }: ImportTools): void {
  const { document, path, method, operation, schemas } = source;
  const notes: string[] = [];
  const url = splitUrl(`${readServer(source, notes)}${path.startsWith('/') ? path : `/${path}`}`);
  const name = textOf(operation, 'summary') || textOf(operation, 'operationId') || `${method} ${path}`;
  if (!url) {
    drafts.note(`${name.slice(0, 200)} was left out: its server has no address that can be called.`);
    return;
  }
  const inputs = createInputSet();
  const security = readSecurity(document, operation, notes);
  const parameters = readParameters(source, { inputs, notes, taken: security?.kind.settings ?? {} });
  const values: Record<string, JsonValue> = {};
  const segments = url.path.map((segment) => {
    if (segment.type === 'text') return segment.text;
    values[segment.name] =
      parameters.path.get(segment.name) ?? `{{${inputs.add(segment.name, { type: 'string' })}}}`;
    return `:${segment.name}`;
  });
  const body =
    method === 'GET' || method === 'HEAD'
      ? undefined
      : readBody(document, operation, { inputs, schemas, notes });
  const slot = security && slots.slotFor(security.kind, url.origin, security.name);
  const outputSchema = readOutput(source, notes);
  drafts.add({
    name,
    description: textOf(operation, 'description') ?? '',
    origin: url.origin,
    request: {
      method,
      url: `${url.origin.origin}/${segments.join('/')}`,
      ...(Object.keys(values).length > 0 && { path: values }),
      ...(parameters.query.size > 0 && { query: Object.fromEntries(parameters.query) }),
      ...(parameters.header.size > 0 && { headers: Object.fromEntries(parameters.header) }),
      ...(slot && { auth: { type: 'credential', slot: slot.slot } }),
      ...(body && { body }),
    },
    inputs,
    outputSchema,
    slots: slot ? [slot] : [],
    notes,
  });
}

/** The first server, its variables filled in with their defaults. */
function readServer({ document, item, operation }: Operation, notes: string[]): string {
  const [server] = [operation, item, document].flatMap((holder) => listOf(holder, 'servers').slice(0, 1));
  const variables = memberOf(server, 'variables');
  const filled = (textOf(server, 'url') ?? '')
    .slice(0, 4_000)
    .replace(/\{([\w.-]{1,100})\}/g, (_, name: string) => {
      notes.push(`The server's address has the variable ${name}: its default was taken.`);
      return textOf(memberOf(variables, name), 'default') ?? '';
    });
  return filled.endsWith('/') ? filled.slice(0, -1) : filled;
}

interface Parameters {
  path: Map<string, string>;
  query: Map<string, string>;
  header: Map<string, string>;
}

interface ParameterOptions {
  inputs: InputSet;
  notes: string[];
  /** What the credential sends. */
  taken: Readonly<Record<string, string>>;
}

/** Headers that a step's body, credential or sender set, of which OpenAPI says the same. */
const SET_ELSEWHERE =
  /^(?:accept|content-type|authorization|host|connection|content-length|cookie|idempotency-key|expect|te|trailer|transfer-encoding|upgrade|via|forwarded|keep-alive|proxy-.*|x-forwarded-.*)$/i;

function readParameters(
  { document, item, operation, schemas }: Operation,
  { inputs, notes, taken }: ParameterOptions,
): Parameters {
  const found: Parameters = { path: new Map(), query: new Map(), header: new Map() };
  // An operation's own parameter stands for that of its path.
  const byPlace = new Map<string, JsonObject>();
  for (const given of [...listOf(item, 'parameters'), ...listOf(operation, 'parameters')].slice(0, 200)) {
    const parameter = resolveObject(document, given);
    if (parameter) byPlace.set(`${textOf(parameter, 'in')} ${textOf(parameter, 'name')}`, parameter);
  }
  for (const parameter of byPlace.values()) {
    const name = textOf(parameter, 'name') ?? '';
    const place = textOf(parameter, 'in');
    if (name === '' || name === '__proto__' || name.length > 200) continue;
    if (place === 'cookie') notes.push('A parameter in a cookie was left out.');
    if (place !== 'path' && place !== 'query' && place !== 'header') continue;
    if (taken.in === place && taken.name?.toLowerCase() === name.toLowerCase()) continue;
    if (place === 'header' && (SET_ELSEWHERE.test(name) || !HEADER_NAME.test(name))) continue;
    const required = place === 'path' || memberOf(parameter, 'required') === true;
    const schema = readParameter(parameter, schemas, notes);
    const hasDefault = schema.default !== undefined;
    const reference = inputs.add(name, schema, { required });
    const key = place === 'path' ? toIdentifier(name) : name;
    found[place].set(key, required || hasDefault ? `{{${reference}}}` : `{{${reference} | default(null)}}`);
  }
  return found;
}

function readParameter(parameter: JsonObject, schemas: SchemaReader, notes: string[]): JsonSchema {
  const content = memberOf(parameter, 'content');
  const [media] = isObject(content) ? Object.values(content) : [];
  const wrapped: JsonObject = {
    properties: {
      [textOf(parameter, 'name') ?? '']: memberOf(parameter, 'schema') ?? memberOf(media, 'schema') ?? {},
    },
  };
  // As a property its name is known, by which a default may be a secret.
  const read = memberOf(schemas.read(wrapped, notes).properties, textOf(parameter, 'name') ?? '');
  const described = schemas.read({ description: textOf(parameter, 'description') ?? '' }, notes);
  return { ...described, ...(isObject(read) ? read : {}) };
}

/** What the first answer that succeeds has in it. */
function readOutput({ document, operation, schemas }: Operation, notes: string[]): JsonSchema | undefined {
  const responses = memberOf(operation, 'responses');
  const status = isObject(responses) ? Object.keys(responses).find((key) => /^2/.test(key)) : undefined;
  const response = status === undefined ? undefined : resolveObject(document, memberOf(responses, status));
  const content = memberOf(response, 'content');
  const type = isObject(content) ? Object.keys(content).find((key) => /json/i.test(key)) : undefined;
  const schema = type === undefined ? undefined : memberOf(memberOf(content, type), 'schema');
  return schema === undefined ? undefined : schemas.read(schema, notes);
}
