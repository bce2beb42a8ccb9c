import type { HttpRequestTemplate, JsonValue } from '#engine';
import { type DraftSet, toMethod } from './draft-set.js';
import { HEADER_NAME } from './header-name.js';
import type { DraftSlot } from './import-resources.js';
import { createInputSet } from './input-set.js';
import { readAuth, rememberUser, rememberValue } from './read-auth.js';
import type { Pairs, RecordedRequest } from './recorded-request.js';
import { isSecretName, type SecretFinder } from './secret-finder.js';
import type { SlotSet } from './slot-set.js';
import { type SplitUrl, splitUrl } from './split-url.js';
import { createValueWriter, type ValueWriter } from './value-template.js';
import { writeBody, writePairs } from './write-body.js';

export interface ImportTools {
  drafts: DraftSet;
  slots: SlotSet;
  secrets: SecretFinder;
}

interface Prepared {
  request: RecordedRequest;
  url: SplitUrl;
  method: HttpRequestTemplate['method'];
  auth: ReturnType<typeof readAuth>;
}

/**
 * Makes drafts of requests that were recorded with their values. All secrets of all requests are collected first, so
 * that one which is a token here is no default there.
 */
export function draftRecorded(requests: readonly RecordedRequest[], tools: ImportTools): void {
  for (const { request, url, method, auth } of requests.flatMap((each) => prepare(each, tools) ?? [])) {
    if (tools.drafts.isFull()) {
      tools.drafts.note('There are more requests than one import takes: the rest was left out.');
      return;
    }
    draftOne({ request, url, method, auth }, tools);
  }
}

function prepare(request: RecordedRequest, { drafts, secrets }: ImportTools): Prepared | undefined {
  const method = toMethod(request.method);
  const url = splitUrl(request.url);
  if (!method || !url) {
    const what = method
      ? 'its URL names no host that can be called (a variable in it needs a value)'
      : 'its method is none that steps have';
    drafts.note(`A request was left out: ${what}.`);
    return undefined;
  }
  for (const segment of url.path)
    if (segment.type === 'value' && segment.secret !== undefined) secrets.remember(segment.secret);
  const basic = url.user && { type: 'basic' as const, settings: {} };
  if (url.user) rememberUser(`${url.user.name}:${url.user.password}`, secrets);
  const query = [...url.query, ...(request.query ?? [])];
  const auth = readAuth(
    { ...request, auth: request.auth ?? basic },
    { headers: request.headers, query },
    secrets,
  );
  for (const [name, value] of [...auth.headers, ...auth.query])
    if (isSecretName(name)) rememberValue(value, secrets);
  rememberBody(request.body, secrets);
  return { request, url, method, auth };
}

function rememberBody(body: RecordedRequest['body'], secrets: SecretFinder): void {
  if (body?.type === 'json') rememberTree('', body.value, secrets);
  else if (body?.type === 'graphql') rememberTree('', body.variables, secrets);
  else if (body && 'fields' in body)
    for (const [name, value] of body.fields) rememberTree(name, value, secrets);
}

function rememberTree(name: string, value: JsonValue, secrets: SecretFinder): void {
  if (typeof value === 'string' && isSecretName(name)) rememberValue(value, secrets);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value))
      rememberTree(Array.isArray(value) ? name : key, member, secrets);
}

function draftOne({ request, url, method, auth }: Prepared, { drafts, slots, secrets }: ImportTools): void {
  const notes = [...request.notes, ...auth.notes];
  if (!/^https?:/i.test(request.url.trim()))
    notes.push('The URL has no scheme: it is taken as http, without encryption. Write https:// if you can.');
  const inputs = createInputSet();
  const write = createValueWriter({ inputs, secrets, placeholder: request.placeholder, notes });
  const options = { write, secrets, notes };
  const path = writePath(url, inputs, notes);
  const used: DraftSlot[] = [];
  const placed: Record<'header' | 'query', Record<string, string>> = { header: {}, query: {} };
  for (const [index, { kind, place }] of auth.keys.slice(0, 5).entries()) {
    const isFirst = index === 0;
    if (!isFirst && !place) continue;
    const slot = slots.slotFor(kind, url.origin, isFirst ? undefined : (place?.name ?? 'key'));
    used.push(slot);
    if (!isFirst && place) placed[place.in][place.name] = `${place.prefix}{{workspace.${slot.slot}}}`;
  }
  const [main] = used;
  const query = { ...writePairs(auth.query, options), ...placed.query };
  const headers = { ...writeHeaders(auth.headers, { request, write, secrets, notes }), ...placed.header };
  if (!main && auth.notes.length === 0)
    notes.push('No authentication was found. If the API needs one, choose a credential in the step.');
  const body = method === 'GET' || method === 'HEAD' ? undefined : request.body;
  if (request.body && !body) notes.push(`The body was left out: a ${method} request has none.`);
  drafts.add({
    name: request.name ?? `${method} ${nameOfPath(url)}`,
    description: request.description ?? '',
    origin: url.origin,
    request: {
      method,
      url: `${url.origin.origin}/${path.names.join('/')}`,
      ...(Object.keys(path.values).length > 0 && { path: path.values }),
      ...(Object.keys(query).length > 0 && { query }),
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(main && { auth: { type: 'credential', slot: main.slot } }),
      ...(body && { body: writeBody(body, options) }),
    },
    inputs,
    slots: used,
    notes,
  });
}

/** `/v1/customers/{id}`, for people. */
function nameOfPath({ origin, path }: SplitUrl): string {
  const written = path.map((segment) => (segment.type === 'text' ? segment.text : `{${segment.name}}`));
  return written.join('') === '' ? origin.host : `/${written.join('/')}`;
}

function writePath(
  { path }: SplitUrl,
  inputs: ReturnType<typeof createInputSet>,
  notes: string[],
): { names: string[]; values: Record<string, JsonValue> } {
  const values: Record<string, JsonValue> = {};
  const names = path.map((segment) => {
    if (segment.type === 'text') return segment.text;
    const isSecret = segment.secret !== undefined;
    if (isSecret) notes.push('A part of the path looked like a secret and was left out: it is an input.');
    const schema = isSecret ? { type: 'string', format: 'password', writeOnly: true } : { type: 'string' };
    const reference = inputs.add(segment.name, schema);
    const name = reference.slice('input.'.length);
    values[name] = `{{${reference}}}`;
    return `:${name}`;
  });
  return { names, values };
}

/** What the sender's own machinery sets, or a browser, and no step has to. */
const LEFT_OUT =
  /^(?:host|connection|content-length|accept-encoding|user-agent|transfer-encoding|te|trailer|upgrade|upgrade-insecure-requests|expect|keep-alive|via|forwarded|origin|referer|dnt|priority|pragma|cache-control|if-none-match|if-modified-since|sec-.*|proxy-.*|x-forwarded-.*|:.*)$/i;

interface HeaderOptions {
  request: RecordedRequest;
  write: ValueWriter;
  secrets: SecretFinder;
  notes: string[];
}

function writeHeaders(
  pairs: Pairs,
  { request, write, secrets, notes }: HeaderOptions,
): Record<string, string> {
  const headers = new Map<string, [name: string, value: string]>();
  for (const [name, value] of pairs.slice(0, 500)) {
    const lower = name.toLowerCase();
    const isImplied = lower === 'content-type' && request.body !== undefined;
    const isBare = lower === 'accept' && value.trim() === '*/*';
    if (LEFT_OUT.test(name.slice(0, 200)) || isImplied || isBare) continue;
    if (lower === 'cookie') {
      notes.push(
        'Cookies were left out: they belong to the session of a person. If the API takes a key as a cookie, choose a credential of type api_key that goes into a cookie.',
      );
    } else if (lower === 'idempotency-key') {
      notes.push('The Idempotency-Key was left out: every run makes one of its own.');
    } else if (
      !HEADER_NAME.test(name) ||
      secrets.holdsSecret(name) ||
      !isPlainValue(value.replace(request.placeholder ?? '', ''))
    ) {
      notes.push('A header was left out: its name or value is none that can be sent.');
    } else {
      const isSecret = secrets.isSecret(name, value) && !isPlaceholder(value, request.placeholder);
      headers.set(lower, [name, isSecret ? write.writeSecret(name, value) : write.writeText(value)]);
    }
  }
  return Object.fromEntries(headers.values());
}

function isPlaceholder(value: string, placeholder: RegExp | undefined): boolean {
  return placeholder !== undefined && value.replace(placeholder, '') === '';
}

/** Line breaks and what is beyond Latin-1 would be refused when it is sent. */
function isPlainValue(value: string): boolean {
  return value.length <= 20_000 && /^[\t\u0020-\u007e\u00a0-\u00ff]*$/.test(value);
}
