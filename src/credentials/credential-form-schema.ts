import type { CredentialCreate, CredentialUpdate, WorkspaceCredential } from '../client/index.js';
import type { JsonObject, JsonSchema, JsonValue } from '../engine/index.js';
import {
  type CredentialField,
  type CredentialType,
  credentialFields,
  FIELD_NAME,
  HOST,
  isFetched,
  SLOT,
  signedParts,
} from './credential-fields.js';
import type { CredentialStrings } from './credential-strings.js';
import { literal, type TestFormValue, testFormSchema, testOf } from './test-form-schema.js';

/** What the form of a credential makes; each member stands where the API has it. */
export interface CredentialFormValue {
  name: string;
  slot: string;
  hosts: string[];
  settings: JsonObject;
  /** Absent: the saved ones stay. */
  secrets?: Record<string, string>;
  /** Without an address: none. */
  test?: TestFormValue;
}

export interface CredentialFormSchemaOptions {
  slot: string;
  withSecrets: boolean;
  /** What to say of the secrets, in place of the usual. */
  secretsNote?: string | undefined;
  /** Where services send browsers back to. */
  callbackUrl?: string;
}

/** The form of a credential as JSON Schema, with its secrets where they are to be given. */
export function credentialFormSchema(
  type: CredentialType,
  strings: CredentialStrings,
  { slot, withSecrets, secretsNote, callbackUrl = '' }: CredentialFormSchemaOptions,
): JsonSchema {
  const named = slot === '' ? 'slot' : slot;
  const hasSettings = type === 'custom' || credentialFields[type].some((field) => !field.secret);
  return {
    type: 'object',
    properties: {
      name: {
        type: 'string',
        title: strings.name,
        minLength: 1,
        maxLength: 200,
        examples: [strings.nameExample],
        ...literal,
      },
      slot: {
        type: 'string',
        title: strings.slot,
        description: strings.slotHelp(`{{workspace.${named}}}`),
        pattern: SLOT,
        ...literal,
      },
      hosts: {
        type: 'array',
        title: strings.hosts,
        description: isFetched(type) ? strings.tokenHostsHelp : strings.hostsHelp,
        items: {
          type: 'string',
          title: strings.host,
          pattern: HOST,
          examples: ['api.example.com'],
          ...literal,
        },
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        'x-add': strings.addHost,
        ...literal,
      },
      ...(hasSettings && { settings: settingsSchema(type, strings, callbackUrl) }),
      ...(withSecrets && {
        secrets: secretsSchema(type, strings, secretsNote ?? secretsHelp(type, strings, named)),
      }),
      test: testFormSchema(strings),
    },
    required: ['name', 'slot', 'hosts', ...(withSecrets ? ['secrets'] : [])],
  };
}

function settingsSchema(type: CredentialType, strings: CredentialStrings, callbackUrl: string): JsonSchema {
  if (type === 'custom') {
    return {
      ...openSchema({ type: 'string' }),
      title: strings.customSettings,
      description: strings.customSettingsHelp,
    };
  }
  const fields = credentialFields[type].filter((field) => !field.secret);
  const title = isFetched(type) ? strings.tokenSettings : strings.settings;
  const isConnected = type === 'oauth2_authorization_code';
  return {
    ...fieldsSchema(type, fields, strings),
    title,
    ...(isConnected && { description: strings.callbackHelp(callbackUrl) }),
  };
}

function secretsHelp(type: CredentialType, strings: CredentialStrings, slot: string): string {
  return type === 'custom' ? strings.customSecretsHelp(`{{workspace.${slot}.secret}}`) : strings.secretsHelp;
}

function secretsSchema(type: CredentialType, strings: CredentialStrings, description: string): JsonSchema {
  const about = { title: strings.secrets, description };
  if (type === 'custom') {
    const secret: JsonSchema = { type: 'string', format: 'password', minLength: 1 };
    return { ...openSchema(secret), ...about, minProperties: 1 };
  }
  const fields = credentialFields[type].filter((field) => field.secret);
  return { ...fieldsSchema(type, fields, strings), ...about };
}

/** Fields of any names. */
function openSchema(field: JsonSchema): JsonSchema {
  return {
    type: 'object',
    additionalProperties: { ...field, ...literal },
    propertyNames: { pattern: FIELD_NAME },
    ...literal,
  };
}

function fieldsSchema(
  type: CredentialType,
  fields: readonly CredentialField[],
  strings: CredentialStrings,
): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(type, field, strings)])),
    required: fields.filter((field) => !field.optional && !field.mayBeEmpty).map(({ name }) => name),
    ...literal,
  };
}

function fieldSchema(type: CredentialType, field: CredentialField, strings: CredentialStrings): JsonSchema {
  const key = `${type}.${field.name}`;
  const { label, help } = strings.field[key] ?? { label: field.name };
  const about = { title: label, ...(help !== undefined && { description: help }), ...literal };
  if (field.kind === 'signed_parts') return { ...about, ...signedPartsSchema(strings) };
  if (field.options) {
    const values = field.options.map((value) => ({
      const: value,
      title: strings.option[`${key}.${value}`] ?? value,
    }));
    return { ...about, type: 'string', oneOf: values };
  }
  return {
    ...about,
    type: 'string',
    ...(!field.optional && !field.mayBeEmpty && { minLength: 1 }),
    ...(field.secret && { format: 'password' }),
    ...(field.pattern !== undefined && { pattern: field.pattern }),
    ...(field.example !== undefined && { examples: [field.example] }),
  };
}

function signedPartsSchema(strings: CredentialStrings): JsonSchema {
  const named = (name: 'text' | 'header', title: string): JsonSchema => ({
    title,
    type: 'object',
    properties: { [name]: { type: 'string', title, ...literal } },
    required: [name],
    additionalProperties: false,
  });
  return {
    type: 'array',
    minItems: 1,
    maxItems: 20,
    'x-add': strings.addSignedPart,
    items: {
      ...literal,
      oneOf: [
        {
          title: strings.signedPartKind,
          type: 'string',
          oneOf: signedParts.map((part) => ({ const: part, title: strings.signedPart[part] })),
          ...literal,
        },
        named('text', strings.signedText),
        named('header', strings.signedHeader),
      ],
    },
  };
}

/** What the form of a new credential starts with. */
export function newFormValue(type: CredentialType): CredentialFormValue {
  return {
    name: '',
    slot: '',
    hosts: [''],
    settings: initialOf(type),
    secrets: emptySecrets(type),
    test: { method: 'GET' },
  };
}

/** What the form of one that is there starts with: everything but its secrets. */
export function formValueOf(credential: WorkspaceCredential): CredentialFormValue {
  const { name, slot, hosts, settings, test } = credential;
  const { method, url, identity } = test ?? { method: 'GET' as const };
  return {
    name,
    slot,
    hosts,
    settings,
    test: { method, ...(url !== undefined && { url }), ...(identity !== undefined && { identity }) },
  };
}

/** What the fields of secrets start with. A custom credential needs one, which gets a name in the form. */
export function emptySecrets(type: CredentialType): Record<string, string> {
  return type === 'custom' ? { secret: '' } : {};
}

function initialOf(type: CredentialType): JsonObject {
  return Object.fromEntries(
    credentialFields[type].flatMap(({ name, initial }) => (initial === undefined ? [] : [[name, initial]])),
  );
}

/** What a form's value says to the API, for a new credential. */
export function toCreate(type: CredentialType, value: CredentialFormValue): CredentialCreate {
  const { name, slot, hosts, settings, secrets = {} } = value;
  return {
    type,
    name: name.trim(),
    slot,
    hosts,
    settings: completed(type, settings, 'settings'),
    secrets: completed(type, secrets, 'secrets'),
    ...testOf(value.test),
  };
}

/** What a form's value says to the API, for a credential that is there. */
export function toUpdate(
  type: CredentialType,
  value: CredentialFormValue,
  saved: WorkspaceCredential,
): CredentialUpdate {
  const { name, slot, hosts, settings, secrets } = value;
  return {
    name: name.trim(),
    slot,
    hosts,
    settings: completed(type, settings, 'settings'),
    ...(secrets && { secrets: completed(type, secrets, 'secrets') }),
    ...(saved.test && { test: null }),
    ...testOf(value.test),
  };
}

/** With the empty texts that forms leave out and the API asks for. */
function completed<T extends JsonValue>(
  type: CredentialType,
  values: Readonly<Record<string, T>>,
  part: 'settings' | 'secrets',
): Record<string, T | ''> {
  const empty = credentialFields[type]
    .filter((field) => field.mayBeEmpty && (field.secret ?? false) === (part === 'secrets'))
    .map(({ name }) => [name, ''] as const);
  return { ...Object.fromEntries(empty), ...values };
}
