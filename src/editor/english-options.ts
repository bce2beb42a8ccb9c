import { unreachable } from '../engine/unreachable.js';
import { formatDuration } from '../runs/duration.js';
import type { StepOption } from './flow/step-options.js';

const names: Record<StepOption['kind'], string> = {
  auth: 'Sign in',
  lists: 'Lists in the query',
  redirects: 'Redirects',
  idempotency: 'Key for repeats',
  classify: 'What answers mean',
  pagination: 'Paging',
  poll: 'Asks again',
  response_type: 'Answer is read as',
  unknown_outcome: 'Sent without an answer',
  reconcile: 'Looks first whether it took effect',
  retry_on: 'Tried again on',
  retries: 'Retries',
  time_limit: 'Time limit',
  output: 'Output fields',
  version: 'Version',
  credentials: 'Credentials',
};

const signIns: Readonly<Record<string, string>> = {
  credential: 'credential',
  bearer: 'bearer token',
  basic: 'user name and password',
  api_key: 'API key',
  oauth2: 'OAuth access token',
  hmac: 'signature (HMAC)',
  aws_sigv4: 'AWS signature',
};

const pagings: Readonly<Record<string, string>> = {
  next_url: 'URL of the next page',
  cursor: 'cursor',
  page: 'page number',
  offset: 'offset',
  link_header: 'Link header',
};

/** What an option is called. */
export function optionName({ kind }: StepOption): string {
  return names[kind];
}

/** What an option is set to, in a few words. */
export function optionValue(option: StepOption): string {
  switch (option.kind) {
    case 'auth':
      return [signIns[option.type] ?? option.type, option.slot].filter(Boolean).join(' ');
    case 'lists':
    case 'response_type':
      return option.as;
    case 'redirects':
      return 'not followed';
    case 'idempotency':
      return option.isOff ? 'none is sent' : (option.header ?? '');
    case 'classify':
      return option.rules === 1 ? '1 rule' : `${option.rules} rules`;
    case 'pagination': {
      const most = option.maxPages === undefined ? '' : `, ${option.maxPages} pages at most`;
      return `${pagings[option.type] ?? option.type}${most}`;
    }
    case 'poll':
      return `every ${formatDuration(option.everyMs)}, ${option.most} times at most`;
    case 'unknown_outcome':
      return option.as === 'retry' ? 'sent again' : 'fails';
    case 'reconcile':
      return `${option.method} ${option.url}`;
    case 'retry_on':
      return option.what.join(', ') || 'nothing';
    case 'retries':
      return option.attempts === undefined ? 'set' : `${option.attempts} attempts`;
    case 'time_limit':
      return formatDuration(option.ms);
    case 'output':
      return option.fields.join(', ') || 'none';
    case 'version':
      return String(option.version);
    case 'credentials':
      return option.slots.join(', ');
    default:
      return unreachable(option);
  }
}
