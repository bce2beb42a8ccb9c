import type { JsonObject, JsonValue } from '#engine';
import { readText } from './curl/read-curl.js';
import { draftRecorded, type ImportTools } from './draft-recorded.js';
import { readPostmanAuth } from './postman-auth.js';
import { createVariables, POSTMAN_VARIABLE, type Variables } from './postman-variables.js';
import { isObject, listOf, memberOf, parseJson, readJsonSource, textOf } from './read-json-source.js';
import type { Pairs, RecordedBody, RecordedRequest } from './recorded-request.js';
import { sourceError } from './source-error.js';

const WHAT = 'a Postman collection, exported as v2.1';
const MAX_REQUESTS = 5_000;

/** One draft for each request of a collection, those in folders included. Scripts and answers are not looked at. */
export function importPostman(source: string, tools: ImportTools): void {
  const collection = readJsonSource(source, WHAT);
  if (!Array.isArray(memberOf(collection, 'item')))
    throw sourceError(`The source has no list of requests. Paste ${WHAT}.`, 'source.item');
  const variables = createVariables(listOf(collection, 'variable'), tools.secrets);
  const requests: RecordedRequest[] = [];
  collect(collection, undefined, { variables, tools, requests });
  if (requests.length === 0) throw sourceError('The collection has no requests.', 'source.item');
  if (requests.length === MAX_REQUESTS)
    tools.drafts.note('The collection has too many requests: the rest was left out.');
  draftRecorded(requests, tools);
}

interface Collecting {
  variables: Variables;
  tools: ImportTools;
  requests: RecordedRequest[];
}

/** A folder's authentication holds for what is in it and has none of its own. Recursion is fine: at most 200 levels. */
function collect(folder: JsonObject, inherited: JsonValue | undefined, collecting: Collecting): void {
  const auth = memberOf(folder, 'auth') ?? inherited;
  for (const item of listOf(folder, 'item')) {
    if (collecting.requests.length >= MAX_REQUESTS) return;
    if (!isObject(item)) continue;
    if (memberOf(item, 'item') !== undefined) collect(item, auth, collecting);
    else collecting.requests.push(...readRequest(item, auth, collecting));
  }
}

function readRequest(
  item: JsonObject,
  inherited: JsonValue | undefined,
  { variables, tools }: Collecting,
): RecordedRequest[] {
  const given = memberOf(item, 'request');
  const request: JsonValue | undefined = typeof given === 'string' ? { url: given } : given;
  if (!isObject(request)) return [];
  const notes: string[] = [];
  const own = memberOf(request, 'auth');
  const auth = readPostmanAuth(isObject(own) ? own : inherited, { secrets: tools.secrets, notes });
  const { url, query } = readUrl(memberOf(request, 'url'), variables);
  if (listOf(item, 'event').length > 0) notes.push('Scripts of the request were left out.');
  const headers = readPairs(memberOf(request, 'header'), variables);
  const body = readBody(memberOf(request, 'body'), { headers, variables, notes });
  const description = memberOf(request, 'description');
  return [
    {
      name: textOf(item, 'name'),
      description: typeof description === 'string' ? description : textOf(description, 'content'),
      method: textOf(request, 'method') ?? 'GET',
      url,
      query,
      headers,
      body,
      auth,
      placeholder: POSTMAN_VARIABLE,
      notes,
    },
  ];
}

function readUrl(url: JsonValue | undefined, variables: Variables): { url: string; query: Pairs } {
  if (typeof url === 'string') return { url: variables.fill(url), query: [] };
  const raw = textOf(url, 'raw') ?? assemble(url);
  const listed = memberOf(url, 'query');
  // The list knows which parameters are switched off.
  if (!Array.isArray(listed)) return { url: variables.fill(raw), query: [] };
  return { url: variables.fill(raw.split(/[?#]/, 1)[0] ?? ''), query: readPairs(listed, variables) };
}

function assemble(url: JsonValue | undefined): string {
  const join = (key: string, by: string) => {
    const parts = memberOf(url, key);
    if (typeof parts === 'string') return parts;
    return listOf(url, key)
      .map((part) => (typeof part === 'string' ? part : (textOf(part, 'value') ?? '')))
      .join(by);
  };
  const port = textOf(url, 'port');
  return `${textOf(url, 'protocol') ?? 'https'}://${join('host', '.')}${port ? `:${port}` : ''}/${join('path', '/')}`;
}

interface BodyOptions {
  headers: Pairs;
  variables: Variables;
  notes: string[];
}

function readBody(
  body: JsonValue | undefined,
  { headers, variables, notes }: BodyOptions,
): RecordedBody | undefined {
  if (memberOf(body, 'disabled') === true) return undefined;
  switch (textOf(body, 'mode')) {
    case 'raw': {
      const text = variables.fill(textOf(body, 'raw') ?? '');
      if (text === '') return undefined;
      const language = textOf(memberOf(memberOf(body, 'options'), 'raw'), 'language');
      const declared = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
      const type = declared ?? (language === 'json' ? 'application/json' : 'text/plain');
      // Postman takes whatever is in braces without quotes, which JSON doesn't.
      return readText(
        text,
        /^\s*[[{]/.test(text) && parseJson(text) !== undefined ? 'application/json' : type,
      );
    }
    case 'urlencoded':
      return { type: 'form', fields: readPairs(memberOf(body, 'urlencoded'), variables) };
    case 'formdata': {
      const all = listOf(body, 'formdata');
      const files = all.filter((each) => textOf(each, 'type') === 'file');
      const fields = readPairs(
        all.filter((each) => textOf(each, 'type') !== 'file'),
        variables,
      );
      return { type: 'multipart', fields, files: files.map((each) => textOf(each, 'key') ?? '') };
    }
    case 'graphql': {
      const graphql = memberOf(body, 'graphql');
      const given = memberOf(graphql, 'variables');
      const values = typeof given === 'string' ? parseJson(variables.fill(given)) : given;
      return { type: 'graphql', query: textOf(graphql, 'query') ?? '', variables: values ?? {} };
    }
    case 'file':
      notes.push('The body is a file, which was left out. Add a body of type base64 in the step.');
      return undefined;
    default:
      return undefined;
  }
}

/** A list of `{ key, value }` without those that are switched off. */
function readPairs(list: JsonValue | undefined, variables: Variables): Pairs {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each) => {
    const key = textOf(each, 'key');
    if (key === undefined || key === '' || memberOf(each, 'disabled') === true) return [];
    return [[variables.fill(key), variables.fill(textOf(each, 'value') ?? '')] as const];
  });
}
