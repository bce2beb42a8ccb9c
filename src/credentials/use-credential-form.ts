import { useMemo, useState } from 'react';
import { ApiError, type WorkspaceCredential } from '../client/index.js';
import type { JsonValue } from '../engine/index.js';
import { useServer } from '../provider/use-server.js';
import type { CredentialType } from './credential-fields.js';
import {
  type CredentialFormValue,
  credentialFormSchema,
  emptySecrets,
  formValueOf,
  newFormValue,
  toCreate,
  toUpdate,
} from './credential-form-schema.js';
import { addedHosts, formProblems, refusedFields } from './credential-messages.js';
import { suggestSlot } from './suggest-slot.js';
import { tidyHost } from './tidy-host.js';
import { useCredentialStrings } from './use-credential-strings.js';
import type { Credentials } from './use-credentials.js';

export interface CredentialFormOptions {
  type: CredentialType;
  /** The one to edit; absent: a new one. */
  credential: WorkspaceCredential | undefined;
  /** All others of the workspace, whose slots are taken. */
  others: readonly WorkspaceCredential[];
  credentials: Pick<Credentials, 'create' | 'update' | 'get'>;
  onSaved(): void;
}

/** A credential while it is filled in: its value, what is wrong with it, and how it is saved. */
export function useCredentialForm(options: CredentialFormOptions) {
  const { type, others, credentials, onSaved } = options;
  const strings = useCredentialStrings();
  const { callbackUrl } = useServer('CredentialForm').client.credentials;
  const [saved, setSaved] = useState(options.credential);
  const [value, setValue] = useState(() => (saved ? formValueOf(saved) : newFormValue(type)));
  const [isReplacing, setReplacing] = useState(false);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<unknown>();

  const added = addedHosts(value, saved);
  const withSecrets = saved === undefined || isReplacing || added.length > 0;
  const shown: CredentialFormValue = { ...value };
  if (withSecrets) shown.secrets = value.secrets ?? emptySecrets(type);
  else delete shown.secrets;

  const secretsNote = added.length > 0 ? strings.hostsNeedSecrets(added) : undefined;
  const schema = useMemo(
    () => credentialFormSchema(type, strings, { slot: value.slot, withSecrets, secretsNote, callbackUrl }),
    [type, strings, value.slot, withSecrets, secretsNote, callbackUrl],
  );
  const problems = useMemo(() => formProblems(value, others, strings), [value, others, strings]);
  const fields = refusedFields(refusal);

  const change = (next: JsonValue) => {
    const edited = asFormValue(next);
    setRefusal(undefined);
    setValue((before) => {
      const taken = new Set(others.map(({ slot }) => slot));
      // The slot follows the name until somebody writes another.
      const follows = saved === undefined && before.slot === suggestSlot(before.name, taken);
      const isNamed = edited.name !== before.name;
      return follows && isNamed ? { ...edited, slot: suggestSlot(edited.name, taken) } : edited;
    });
  };
  const tidy = () => {
    const hosts = value.hosts.map(tidyHost);
    if (hosts.some((host, index) => host !== value.hosts[index])) setValue({ ...value, hosts });
  };
  const save = async (over: WorkspaceCredential | undefined) => {
    setSaving(true);
    setRefusal(undefined);
    try {
      if (over) await credentials.update(over.id, toUpdate(type, shown, over), { version: over.version });
      else await credentials.create(toCreate(type, shown));
      onSaved();
    } catch (error) {
      setRefusal(error);
      if (refusedFields(error).some(({ path }) => /^secrets\b/.test(path))) setReplacing(true);
    } finally {
      setSaving(false);
    }
  };
  /** Settles a conflict: by the newest version, which is loaded first. */
  const settle = async (go: (newest: WorkspaceCredential) => unknown) => {
    if (!saved) return;
    setSaving(true);
    try {
      const newest = await credentials.get(saved.id);
      setSaved(newest);
      setRefusal(undefined);
      await go(newest);
    } catch (error) {
      setRefusal(error);
    } finally {
      setSaving(false);
    }
  };

  return {
    schema,
    value: shown,
    saved,
    errors: [...problems, ...fields],
    /** The first field that keeps it from being sent, beside what its schema says. */
    problemAt: problems[0]?.path,
    /** The first field that the server refused something of. */
    refusedAt: fields[0]?.path,
    /** What the server refused that is about no field. */
    refusal: fields.length > 0 ? undefined : refusal,
    isConflict: refusal instanceof ApiError && refusal.status === 412,
    isGone: saved !== undefined && refusal instanceof ApiError && refusal.status === 404,
    isSaving,
    withSecrets,
    /** Why the secrets have to be given again. */
    secretsNote,
    replaceSecrets: () => setReplacing(true),
    keepSecrets: () => {
      setReplacing(false);
      setValue(({ secrets: _given, ...rest }) => rest);
    },
    change,
    tidy,
    save: () => save(saved),
    loadTheirs: () =>
      settle((newest) => {
        setReplacing(false);
        setValue(formValueOf(newest));
      }),
    keepMine: () => settle(save),
  };
}

/** A form leaves out what is empty. */
function asFormValue(value: JsonValue): CredentialFormValue {
  const {
    name = '',
    slot = '',
    hosts = [],
    settings = {},
    secrets,
    test,
  } = value as Partial<CredentialFormValue>; // its fields are those of the schema
  return {
    name,
    slot,
    hosts: hosts.map((host) => host ?? ''),
    settings,
    ...(secrets && { secrets }),
    ...(test && { test }),
  };
}
