import type { JsonValue } from '#engine';
import { readText } from './curl/read-curl.js';
import { draftRecorded, type ImportTools } from './draft-recorded.js';
import { listOf, memberOf, readJsonSource, textOf } from './read-json-source.js';
import type { Pairs, RecordedBody, RecordedRequest } from './recorded-request.js';
import { sourceError } from './source-error.js';

const WHAT = 'a HAR file, as the network tools of a browser export it';
const MAX_ENTRIES = 20_000;

/** Drafts of the API calls in a recording: one for each method and path. Answers are not looked at. */
export function importHar(source: string, tools: ImportTools): void {
  const log = memberOf(readJsonSource(source, WHAT), 'log');
  const entries = memberOf(log, 'entries');
  if (!Array.isArray(entries))
    throw sourceError(`The source has no list log.entries. Paste ${WHAT}.`, 'source.log.entries');
  const calls = entries.slice(0, MAX_ENTRIES).filter(isApiCall);
  const dropped = entries.length - calls.length;
  if (dropped > 0)
    tools.drafts.note(
      `${dropped} of ${entries.length} requests were left out: pages, pictures, scripts and the like.`,
    );
  const seen = new Set<string>();
  const requests: RecordedRequest[] = [];
  for (const entry of calls) {
    const request = memberOf(entry, 'request');
    const url = textOf(request, 'url') ?? '';
    const method = (textOf(request, 'method') ?? '').toUpperCase();
    const key = `${method} ${url.split(/[?#]/, 1)[0]}`;
    if (seen.has(key)) continue;
    seen.add(key);
    requests.push({
      method,
      url,
      headers: pairsOf(request, 'headers'),
      body: readBody(request),
      notes: cookieNote(request),
    });
  }
  if (calls.length > requests.length)
    tools.drafts.note(
      `Requests were left out whose method and path came before: ${calls.length - requests.length}.`,
    );
  if (requests.length === 0)
    throw sourceError('There is no API call in the recording.', 'source.log.entries');
  draftRecorded(requests, tools);
}

const ASSET =
  /\.(?:css|js|mjs|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|eot|mp[34]|webm|html?|wasm)$/i;

/** What a script asked for, or what JSON was sent or came back. */
function isApiCall(entry: JsonValue): boolean {
  const request = memberOf(entry, 'request');
  const url = textOf(request, 'url') ?? '';
  if (!/^https?:\/\//i.test(url) || textOf(request, 'method')?.toUpperCase() === 'OPTIONS') return false;
  const path = url.split(/[?#]/, 1)[0] ?? '';
  const kind = textOf(entry, '_resourceType');
  const answered = textOf(memberOf(memberOf(entry, 'response'), 'content'), 'mimeType') ?? '';
  const sent = textOf(memberOf(request, 'postData'), 'mimeType') ?? '';
  if (/json/i.test(answered) || /json/i.test(sent)) return true;
  return !ASSET.test(path.slice(-20)) && (kind === 'xhr' || kind === 'fetch');
}

function readBody(request: JsonValue | undefined): RecordedBody | undefined {
  const data = memberOf(request, 'postData');
  const type = textOf(data, 'mimeType');
  const fields = pairsOf(data, 'params');
  if (type !== undefined && /multipart/i.test(type)) {
    const files = listOf(data, 'params').filter((each) => memberOf(each, 'fileName') !== undefined);
    const names = new Set(files.map((each) => textOf(each, 'name') ?? ''));
    return { type: 'multipart', fields: fields.filter(([name]) => !names.has(name)), files: [...names] };
  }
  const text = textOf(data, 'text') ?? '';
  if (text !== '') return readText(text, type);
  return fields.length > 0 ? { type: 'form', fields } : undefined;
}

function cookieNote(request: JsonValue | undefined): string[] {
  // The header, where there is one, gets a note of its own.
  const hasHeader = pairsOf(request, 'headers').some(([name]) => name.toLowerCase() === 'cookie');
  if (hasHeader || listOf(request, 'cookies').length === 0) return [];
  return ['Cookies were left out: they belong to the session of a person.'];
}

/** A list of `{ name, value }`. */
function pairsOf(value: JsonValue | undefined, key: string): Pairs {
  return listOf(value, key).flatMap((each) => {
    const name = textOf(each, 'name');
    return name === undefined ? [] : [[name, textOf(each, 'value') ?? ''] as const];
  });
}
