import type { ImportTools } from '../draft-recorded.js';
import { draftRecorded } from '../draft-recorded.js';
import { rememberUser, rememberValue } from '../read-auth.js';
import { cleanText, parseJson } from '../read-json-source.js';
import type { Pairs, RecordedBody, RecordedRequest } from '../recorded-request.js';
import type { SlotKind } from '../slot-set.js';
import { sourceError } from '../source-error.js';
import { readQuery } from '../split-url.js';
import { readOptions } from './curl-options.js';
import { SHELL_VARIABLE, splitCommands } from './split-commands.js';

/** Drafts of the requests that commands of curl send: one for each URL. Linear in the length of the source. */
export function importCurl(source: string, tools: ImportTools): void {
  const commands = splitCommands(cleanText(source)).flatMap((words) => {
    const start = words.findIndex((word) => /(?:^|[\\/])curl(?:\.exe)?$/i.test(word.slice(-40)));
    return start === -1 ? [] : [words.slice(start + 1).map(cleanText)];
  });
  if (commands.length === 0)
    throw sourceError(
      'There is no curl command in the source. Paste one that begins with curl.',
      'source (line 1)',
    );
  const requests = commands.flatMap((words) => readCommand(words, tools));
  if (requests.length === 0)
    throw sourceError('The curl command has no URL. Add the address that it calls.', 'source (line 1)');
  draftRecorded(requests, tools);
}

interface Command {
  urls: string[];
  method?: string;
  headers: [string, string][];
  data: string[];
  form: [string, string][];
  files: string[];
  isGet: boolean;
  isHead: boolean;
  isJson: boolean;
  auth?: SlotKind;
  notes: Set<string>;
  ignored: Set<string>;
}

function readCommand(words: readonly string[], { secrets }: ImportTools): RecordedRequest[] {
  const command: Command = {
    urls: [],
    headers: [],
    data: [],
    form: [],
    files: [],
    isGet: false,
    isHead: false,
    isJson: false,
    notes: new Set(),
    ignored: new Set(),
  };
  const query: [string, string][] = [];
  for (const argument of readOptions(words)) {
    if ('word' in argument) command.urls.push(argument.word);
    else if (argument.option === 'user') {
      rememberUser(argument.value, secrets);
      command.auth = { type: 'basic', settings: {} };
    } else if (argument.option === 'oauth2-bearer') {
      rememberValue(argument.value, secrets);
      command.auth = { type: 'bearer', settings: {} };
    } else if (argument.option === 'url-query')
      for (const [name, value] of readQuery(argument.value)) query.push([name, value]);
    else readOption(command, argument.option, argument.value);
  }
  if (command.ignored.size > 0)
    command.notes.add(
      `Options that steps have no use for were left out: ${[...command.ignored].slice(0, 20).join(', ')}.`,
    );
  const asQuery = command.isGet ? readQuery(command.data.join('&')) : [];
  const body = command.isGet ? undefined : toBody(command);
  const method =
    command.method ??
    (command.isHead ? 'HEAD' : body ? (command.files[0] === UPLOAD ? 'PUT' : 'POST') : 'GET');
  return command.urls.slice(0, 1_000).map((url) => ({
    method,
    url,
    query: [...query, ...asQuery],
    headers: command.headers,
    body,
    auth: command.auth,
    placeholder: SHELL_VARIABLE,
    notes: [...command.notes],
  }));
}

const UPLOAD = 'upload';
/** What runs do by themselves, or only the terminal sees. */
const SILENT = new Set(
  'location compressed silent show-error s S v i verbose include output o O fail f no-buffer N http1.1 http2 globoff g user-agent referer write-out progress-bar fail-with-body location-trusted'.split(
    ' ',
  ),
);

function readOption(command: Command, option: string, value: string): void {
  switch (option) {
    case 'url':
      command.urls.push(value);
      return;
    case 'request':
      command.method = value;
      return;
    case 'header':
      readHeader(command, value);
      return;
    case 'get':
      command.isGet = true;
      return;
    case 'head':
      command.isHead = true;
      return;
    case 'json':
      command.isJson = true;
      readData(command, value);
      return;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
      readData(command, value);
      return;
    case 'data-raw':
      command.data.push(value);
      return;
    case 'data-urlencode':
      readEncoded(command, value);
      return;
    case 'form':
    case 'form-string':
      readForm(command, value, option === 'form');
      return;
    case 'cookie':
      command.notes.add('Cookies were left out: they belong to the session of a person.');
      return;
    case 'upload-file':
      command.files.push(UPLOAD);
      command.notes.add('The file to upload was left out. Add a body of type base64 in the step.');
      return;
    case 'digest':
    case 'ntlm':
    case 'negotiate':
    case 'aws-sigv4':
      command.notes.add(
        `The option --${option} was left out. Choose a credential that the API takes in the step.`,
      );
      return;
    case 'insecure':
      command.notes.add('The option -k was left out: certificates are always checked.');
      return;
    default:
      if (!SILENT.has(option) && /^[a-z0-9.-]{1,30}$/i.test(option))
        command.ignored.add(option.length === 1 ? `-${option}` : `--${option}`);
  }
}

function readHeader(command: Command, text: string): void {
  if (text.startsWith('@')) {
    command.notes.add('Headers from a file were left out.');
    return;
  }
  const colon = text.indexOf(':');
  if (colon > 0 && text.slice(colon + 1).trim() !== '')
    command.headers.push([text.slice(0, colon).trim(), text.slice(colon + 1).trim()]);
  else if (text.endsWith(';')) command.headers.push([text.slice(0, -1).trim(), '']);
}

function readData(command: Command, value: string): void {
  if (!value.startsWith('@')) command.data.push(value);
  else {
    command.data.push('');
    command.notes.add('The body comes from a file, which was not read. Fill in the body in the step.');
  }
}

/** `content`, `=content`, `name=content`, `@file` or `name@file`. */
function readEncoded(command: Command, value: string): void {
  const at = value.search(/[=@]/);
  if (at !== -1 && value[at] === '@') {
    readData(command, '@');
    return;
  }
  const name = at === -1 ? '' : value.slice(0, at);
  // Markers of variables stay readable when they are decoded again.
  const encoded = encodeURIComponent(at === -1 ? value : value.slice(at + 1));
  command.data.push(name === '' ? encoded : `${name}=${encoded}`);
}

function readForm(command: Command, value: string, mayBeFile: boolean): void {
  const equals = value.indexOf('=');
  const name = equals === -1 ? value : value.slice(0, equals);
  const content = equals === -1 ? '' : value.slice(equals + 1);
  if (mayBeFile && /^[@<]/.test(content)) command.files.push(name);
  else command.form.push([name, content]);
}

function toBody(command: Command): RecordedBody | undefined {
  const { data, form, files, headers, isJson } = command;
  if (form.length > 0 || files.some((name) => name !== UPLOAD))
    return { type: 'multipart', fields: form, files: files.filter((name) => name !== UPLOAD) };
  if (files.length > 0) return { type: 'text', text: '' };
  if (data.length === 0) return undefined;
  const declared = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  return readText(data.join(isJson ? '' : '&'), isJson ? 'application/json' : declared);
}

/** A body by its content type; JSON and forms are also known by how they look. */
export function readText(text: string, contentType: string | undefined): RecordedBody {
  const isJson = contentType !== undefined && /json/i.test(contentType);
  const isForm = contentType === undefined || /x-www-form-urlencoded/i.test(contentType);
  const value = isJson || /^\s*[[{]/.test(text) ? parseJson(text) : undefined;
  if (value !== undefined && (isJson || isForm)) return toJsonBody(value);
  const fields = isForm ? readQuery(text) : [];
  if (isForm && text.includes('=') && isNamed(fields)) return { type: 'form', fields };
  return { type: 'text', text, contentType };
}

function isNamed(fields: Pairs): boolean {
  return fields.every(([name]) => name !== '' && !/[\s{}"]/.test(name));
}

/** GraphQL is JSON with a query in it. */
function toJsonBody(value: NonNullable<ReturnType<typeof parseJson>> | null): RecordedBody {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const { query, variables = {}, operationName } = value;
    const isGraphql =
      typeof query === 'string' && /^\s*(?:query|mutation|subscription|fragment|\{)/.test(query);
    const hasOthers = Object.keys(value).some(
      (key) => !['query', 'variables', 'operationName'].includes(key),
    );
    if (isGraphql && !hasOthers)
      return {
        type: 'graphql',
        query,
        variables,
        operationName: typeof operationName === 'string' ? operationName : undefined,
      };
  }
  return { type: 'json', value };
}
