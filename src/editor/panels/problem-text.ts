import type { Problem } from '../../engine/index.js';
import type { EditorStrings } from '../strings.js';

/** What the field of a setting is called. Other fields have the names that people or connectors give them. */
const settingNames: Readonly<Record<string, keyof EditorStrings>> = {
  when: 'runsWhen',
  'forEach.items': 'loopItems',
  'forEach.concurrency': 'loopConcurrency',
  'forEach.onItemError': 'loopOnError',
  'for.seconds': 'waitSeconds',
  until: 'waitMoment',
  retry: 'retries',
  'retry.attempts': 'retryAttempts',
  'retry.backoff': 'retryBackoff',
  'retry.initialDelayMs': 'retryFirstWait',
  'retry.maxDelayMs': 'retryLongestWait',
  'retry.jitter': 'retryJitter',
  timeoutMs: 'timeLimit',
  notes: 'notes',
};

/** A problem in the words of the editor: a setting that a sentence begins with is called what its field is. */
export function problemText({ message, path = '' }: Problem, strings: EditorStrings): string {
  const key = Object.hasOwn(settingNames, path) ? settingNames[path] : undefined;
  const name = key === undefined ? undefined : strings[key];
  return typeof name === 'string' && message.startsWith(`${path} `)
    ? `“${name}”${message.slice(path.length)}`
    : message;
}
