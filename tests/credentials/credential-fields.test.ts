import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { credentialCreateSchema } from '../../api/credentials/credential-resources.js';
import {
  type CredentialType,
  credentialTypeNames,
  credentialTypes,
} from '../../api/credentials/credential-types.js';
import {
  credentialFields,
  fieldsInPlaceholders,
  signedParts,
  credentialTypes as typesOfForm,
} from '../../src/credentials/credential-fields.js';
import {
  credentialFormSchema,
  newFormValue,
  toCreate,
} from '../../src/credentials/credential-form-schema.js';
import { englishCredentialStrings as strings } from '../../src/credentials/english-credential-strings.js';
import { signedPartSchema } from '../../src/engine/index.js';
import { createCspSafeValidator } from '../../src/forms/csp-safe-validator.js';
import { credential } from '../../stories/credentials/example-credentials.js';

/** What the form asks of a part, and what the API does, in the same words. */
interface Part {
  fields: string[];
  needed: string[];
  options: Record<string, unknown[]>;
}

function partOfApi(schema: z.ZodType): Part {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' });
  const choices = Object.entries(properties).flatMap(([name, field]) =>
    typeof field === 'object' && field.enum ? [[name, field.enum] as const] : [],
  );
  return {
    fields: Object.keys(properties).sort(),
    needed: [...required].sort(),
    options: Object.fromEntries(choices),
  };
}

function partOfForm(type: CredentialType, isSecret: boolean): Part {
  const fields = credentialFields[type].filter((field) => (field.secret ?? false) === isSecret);
  return {
    fields: fields.map(({ name }) => name).sort(),
    needed: fields
      .filter(({ optional }) => !optional)
      .map(({ name }) => name)
      .sort(),
    options: Object.fromEntries(
      fields.flatMap(({ name, options }) => (options ? [[name, [...options]] as const] : [])),
    ),
  };
}

/** What is no text of any kind. */
const samples: Readonly<Record<string, string>> = {
  privateKey: '-----BEGIN PRIVATE KEY-----MIIB0-----END PRIVATE KEY-----',
};

/** Every field filled in, with what a text may be. */
function filled(type: CredentialType) {
  const value = newFormValue(type);
  const texts = (isSecret: boolean) =>
    Object.fromEntries(
      credentialFields[type]
        .filter((field) => (field.secret ?? false) === isSecret && field.initial === undefined)
        .map(({ name, pattern, example }) => [name, samples[name] ?? (pattern ? (example ?? '') : 'text')]),
    );
  const secrets = type === 'custom' ? { pin: '1234' } : texts(true);
  return {
    ...value,
    name: 'Shop',
    slot: 'shop',
    hosts: ['api.example.com'],
    settings: { ...value.settings, ...texts(false) },
    secrets,
  };
}

test('the form offers the types that the API has', () => {
  expect([...typesOfForm].sort()).toEqual([...credentialTypeNames].sort());
});

test.each(credentialTypeNames.filter((type) => type !== 'custom'))(
  'settings and secrets of type %s are those of the API',
  (type) => {
    expect(partOfForm(type, false)).toEqual(partOfApi(credentialTypes[type].settings));
    expect(partOfForm(type, true)).toEqual(partOfApi(credentialTypes[type].secrets));
  },
);

describe.each(credentialTypeNames)('of type %s', (type) => {
  test('every field and every choice has its words', () => {
    for (const { name, options = [] } of credentialFields[type]) {
      expect(strings.field[`${type}.${name}`]?.label, name).toBeTruthy();
      for (const option of options) expect(strings.option[`${type}.${name}.${option}`], option).toBeTruthy();
    }
    expect(strings.type[type].help).toBeTruthy();
  });

  test('what the form makes is what the API takes', () => {
    const value = filled(type);
    const schema = credentialFormSchema(type, strings, { slot: 'shop', withSecrets: true });
    expect(createCspSafeValidator().validate(schema, value)).toEqual({ ok: true, issues: [] });
    const created = toCreate(type, value);
    expect(credentialCreateSchema.safeParse(created).error).toBeUndefined();
    expect(credentialTypes[type].settings.safeParse(created.settings).error).toBeUndefined();
    expect(credentialTypes[type].secrets.safeParse(created.secrets).error).toBeUndefined();
  });

  test('what the form leaves out although the API asks for it is sent empty', () => {
    const value = filled(type);
    for (const { name, secret, mayBeEmpty } of credentialFields[type])
      if (mayBeEmpty) Reflect.deleteProperty(secret ? value.secrets : value.settings, name);
    const created = toCreate(type, value);
    expect(credentialTypes[type].settings.safeParse(created.settings).error).toBeUndefined();
    expect(credentialTypes[type].secrets.safeParse(created.secrets).error).toBeUndefined();
  });

  test('placeholders may name what they may at the API', () => {
    const { settings, secrets } = filled(type);
    const kept = credential(1, {
      type,
      settings: type === 'custom' ? { account: '7' } : settings,
      secrets: Object.fromEntries(Object.keys(secrets).map((name) => [name, { set: true, hint: null }])),
    });
    expect(fieldsInPlaceholders(kept).sort()).toEqual(
      [...credentialTypes[type].fieldNames(kept.settings, Object.keys(secrets))].sort(),
    );
  });
});

test('a signature may cover what the engine can sign', () => {
  const kept = signedParts.filter((part) => signedPartSchema.safeParse(part).success);
  expect(kept).toEqual(signedParts);
  expect(z.toJSONSchema(signedPartSchema).anyOf?.[0]?.enum).toEqual([...signedParts]);
});

test.each([
  ['slot', 'a-b', false],
  ['slot', '2b', false],
  ['slot', '_b', false],
  ['slot', 'b_2', true],
  ['slot', 'b'.repeat(65), false],
  ['hosts', 'api.example.com:8443', true],
  ['hosts', 'http://localhost:3000', true],
  ['hosts', '[::1]:80', true],
  ['hosts', 'https://api.example.com', false],
  ['hosts', 'api.example.com/v1', false],
  ['hosts', '*.example.com', false],
])('of the %s %s the form thinks what the API does', (field, text, isGood) => {
  const value = { ...filled('bearer'), [field]: field === 'hosts' ? [text] : text };
  const schema = credentialFormSchema('bearer', strings, { slot: '', withSecrets: true });
  const checked = createCspSafeValidator().validate(schema, value);
  expect(checked.ok && checked.issues.length === 0).toBe(isGood);
  expect(credentialCreateSchema.safeParse(toCreate('bearer', value)).success).toBe(isGood);
});
