import { createContext, type ReactNode, useContext, useMemo } from 'react';
import type { DataType } from '../ui/data-type.js';

/** The words of forms. */
export interface FormStrings {
  readonly value: string;
  readonly reference: string;
  readonly source: (label: string) => string;
  readonly required: string;
  readonly isNow: string;
  readonly uses: string;
  readonly gone: string;
  readonly findData: string;
  readonly nothingFound: string;
  readonly nothingToReferTo: string;
  readonly foundFields: (count: number) => string;
  readonly aType: Readonly<Record<DataType, string>>;
  readonly notWhat: (type: string, wanted: string) => string;
  readonly wholeOf: string;
  readonly choose: string;
  readonly notSet: string;
  readonly yes: string;
  readonly no: string;
  readonly addItem: string;
  readonly addField: string;
  readonly fieldName: string;
  readonly noItems: string;
  readonly item: (position: number) => string;
  readonly moveUp: string;
  readonly moveDown: string;
  readonly remove: string;
  readonly kind: string;
  readonly kindOption: (position: number) => string;
  readonly noFields: string;
  readonly showSecret: string;
  readonly hideSecret: string;
  readonly submit: string;
  readonly listOf: (type: string) => string;
  readonly message: Readonly<Record<MessageKey, (limit: string) => string>>;
  readonly format: Readonly<Record<string, string>>;
}

export type MessageKey =
  | 'required'
  | 'minLength'
  | 'maxLength'
  | 'minimum'
  | 'maximum'
  | 'exclusiveMinimum'
  | 'exclusiveMaximum'
  | 'multipleOf'
  | 'minItems'
  | 'maxItems'
  | 'minProperties'
  | 'maxProperties'
  | 'uniqueItems'
  | 'pattern'
  | 'format'
  | 'type'
  | 'enum'
  | 'const'
  | 'oneOf'
  | 'contains'
  | 'propertyNames'
  | 'additionalProperties'
  | 'other';

const plural = (limit: string, one: string, many: string) => `${limit} ${limit === '1' ? one : many}`;

export const englishFormStrings: FormStrings = {
  value: 'Value',
  reference: 'Reference',
  source: (label) => `${label}: value or reference`,
  required: 'required',
  isNow: 'is now',
  uses: 'uses',
  gone: 'There is no such step before this one any more.',
  findData: 'Find data…',
  nothingFound: 'No field matches.',
  nothingToReferTo: 'No step comes before this one, so there is nothing to refer to yet.',
  foundFields: (count) => (count === 1 ? '1 field to choose from' : `${count} fields to choose from`),
  aType: {
    string: 'a text',
    number: 'a number',
    boolean: 'yes or no',
    array: 'a list',
    object: 'an object',
    null: 'nothing',
    any: 'anything',
  },
  notWhat: (type, wanted) => `${type}, not ${wanted}`,
  wholeOf: 'all of it',
  choose: 'Choose…',
  notSet: 'Not set',
  yes: 'Yes',
  no: 'No',
  addItem: 'Add item',
  addField: 'Add field',
  fieldName: 'Name',
  noItems: 'No items yet.',
  item: (position) => `Item ${position}`,
  moveUp: 'Move up',
  moveDown: 'Move down',
  remove: 'Remove',
  kind: 'Kind',
  kindOption: (position) => `Option ${position}`,
  noFields: 'Nothing to fill in here.',
  showSecret: 'Show',
  hideSecret: 'Hide',
  submit: 'Save',
  listOf: (type) => `list of ${type}`,
  message: {
    required: () => 'Fill this in',
    minLength: (limit) => (limit === '1' ? 'Fill this in' : `At least ${limit} characters`),
    maxLength: (limit) => `At most ${plural(limit, 'character', 'characters')}`,
    minimum: (limit) => `At least ${limit}`,
    maximum: (limit) => `At most ${limit}`,
    exclusiveMinimum: (limit) => `More than ${limit}`,
    exclusiveMaximum: (limit) => `Less than ${limit}`,
    multipleOf: (limit) => (limit === '1' ? 'Enter a whole number' : `A multiple of ${limit}`),
    minItems: (limit) => `Add at least ${plural(limit, 'item', 'items')}`,
    maxItems: (limit) => `At most ${plural(limit, 'item', 'items')}`,
    minProperties: (limit) => `Add at least ${plural(limit, 'field', 'fields')}`,
    maxProperties: (limit) => `At most ${plural(limit, 'field', 'fields')}`,
    uniqueItems: () => 'Each item may be there only once',
    pattern: (limit) => `Has to match the pattern ${limit}`,
    format: (limit) => `Has to be in the format ${limit}`,
    type: (limit) => `Enter ${limit}`,
    enum: () => 'Choose one of the options',
    const: (limit) => `Has to be ${limit}`,
    oneOf: () => 'This fits none of the kinds it can be',
    contains: () => 'An item that has to be there is missing',
    propertyNames: () => 'A field has a name that is not allowed',
    additionalProperties: (limit) => `There is no field named ${limit} here; remove it`,
    other: () => 'This value is not allowed here',
  },
  format: {
    email: 'Enter an e-mail address',
    'idn-email': 'Enter an e-mail address',
    uri: 'Enter a web address, like https://example.com',
    url: 'Enter a web address, like https://example.com',
    'uri-reference': 'Enter a web address or a path',
    date: 'Enter a date, like 2026-03-31',
    time: 'Enter a time, like 14:30:00Z',
    'date-time': 'Enter a date and a time',
    duration: 'Enter a duration, like PT15M',
    uuid: 'Enter a UUID',
    hostname: 'Enter a host name, like api.example.com',
    ipv4: 'Enter an IPv4 address',
    ipv6: 'Enter an IPv6 address',
    regex: 'Enter a regular expression',
    'json-pointer': 'Enter a JSON pointer, like /a/b',
  },
};

const FormStringsContext = createContext<FormStrings>(englishFormStrings);

export interface FormStringsProviderProps {
  /** Words that replace the English ones; what is absent stays English. */
  strings: Partial<FormStrings>;
  children: ReactNode;
}

export function FormStringsProvider({ strings, children }: FormStringsProviderProps) {
  const value = useMemo(() => ({ ...englishFormStrings, ...strings }), [strings]);
  return <FormStringsContext.Provider value={value}>{children}</FormStringsContext.Provider>;
}

export function useFormStrings(): FormStrings {
  return useContext(FormStringsContext);
}
