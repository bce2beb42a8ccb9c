import type { JsonValue } from '../engine/index.js';
import type { FormStrings, MessageKey } from './form-strings.js';
import type { FormIssue } from './form-validator.js';

const sameWords: Readonly<Record<string, MessageKey>> = {
  anyOf: 'oneOf',
  minContains: 'contains',
  dependencies: 'required',
  dependentRequired: 'required',
  unevaluatedProperties: 'additionalProperties',
  formatMinimum: 'minimum',
  formatMaximum: 'maximum',
};

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'yes or no',
  array: 'a list',
  object: 'an object',
  null: 'nothing',
};

/** What a broken rule asks of a person, as a short sentence. */
export function issueMessage(issue: FormIssue, strings: FormStrings): string {
  const { keyword, limit } = issue;
  if (keyword === 'format' && typeof limit === 'string' && strings.format[limit])
    return strings.format[limit];
  const key = Object.hasOwn(strings.message, keyword) ? (keyword as MessageKey) : sameWords[keyword]; // just looked up
  return strings.message[key ?? 'other'](limitText(issue, limit));
}

/** Where a person can do something about it: a missing property's own place. */
export function issuePath(issue: FormIssue): readonly (string | number)[] {
  const isAbout = issue.keyword === 'required' || sameWords[issue.keyword] === 'required';
  return isAbout && issue.property !== undefined ? [...issue.path, issue.property] : issue.path;
}

function limitText({ keyword, property }: FormIssue, limit: JsonValue | undefined): string {
  if (keyword === 'type') {
    const allowed = (Array.isArray(limit) ? limit : [limit]).filter((type) => type !== 'null');
    return allowed.map((type) => types[String(type)] ?? String(type)).join(' or ');
  }
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return property ?? '';
  return typeof limit === 'string' ? limit : JSON.stringify(limit ?? null);
}
