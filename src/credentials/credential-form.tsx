import { useEffect, useRef } from 'react';
import type { JsonValue } from '../engine/index.js';
import { DynamicForm } from '../forms/dynamic-form.js';
import { focusPlace } from '../forms/focus-place.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { Banner } from '../screen/banner.js';
import { Button } from '../ui/button.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { SavedSecrets } from './saved-secrets.js';
import { SlotChange } from './slot-change.js';
import { type CredentialFormOptions, useCredentialForm } from './use-credential-form.js';
import { useCredentialStrings } from './use-credential-strings.js';

export interface CredentialFormProps extends CredentialFormOptions {
  onCancel(): void;
}

/** The fields of a credential, made from its type's schema. */
export function CredentialForm({ onCancel, ...options }: CredentialFormProps) {
  const strings = useCredentialStrings();
  const ui = useUiStrings();
  const form = useCredentialForm(options);
  const { saved, value } = form;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => focusWhenThere(element, 'name'), []);
  const { refusedAt, problemAt } = form;
  const submit = () => {
    if (problemAt === undefined) void form.save();
    else if (element.current) focusPlace(element.current, problemAt);
  };
  useEffect(() => {
    if (refusedAt !== undefined && element.current) focusPlace(element.current, refusedAt);
  }, [refusedAt]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only listens to where the focus goes
    <div
      ref={element}
      className="pb-credential-form"
      data-needs-secrets={form.secretsNote !== undefined || undefined}
      onBlur={form.tidy}
    >
      <Refusal form={form} />
      <DynamicForm
        schema={form.schema}
        value={value as unknown as JsonValue /* its fields are JSON */}
        errors={form.errors}
        onChange={form.change}
        onSubmit={submit}
        submitLabel={saved ? strings.save : strings.create}
        submitting={form.isSaving}
        actions={
          <Button variant="ghost" onClick={onCancel}>
            {ui.cancel}
          </Button>
        }
      >
        {saved && saved.slot !== value.slot && <SlotChange id={saved.id} />}
        {/* A new host needs them: there is no way back but to take it out. */}
        {saved && form.secretsNote === undefined && (
          <SavedSecrets
            credential={saved}
            isReplacing={form.withSecrets}
            onReplace={form.replaceSecrets}
            onKeep={form.keepSecrets}
          />
        )}
      </DynamicForm>
      <p className="pb-visually-hidden" aria-live="polite">
        {form.secretsNote}
      </p>
    </div>
  );
}

/** What the server refused as a whole, and the ways out. */
function Refusal({ form }: { form: ReturnType<typeof useCredentialForm> }) {
  const strings = useCredentialStrings();
  const { strings: words } = usePatchbay();
  if (form.refusal === undefined) return null;
  if (form.isConflict) {
    return (
      <Banner
        tone="wait"
        title={strings.conflictTitle}
        actions={
          <>
            <Button size="small" onClick={() => void form.loadTheirs()}>
              {words.loadTheirs}
            </Button>
            <Button size="small" onClick={() => void form.keepMine()}>
              {words.keepMine}
            </Button>
          </>
        }
      >
        {strings.conflictText}
      </Banner>
    );
  }
  if (form.isGone) return <Banner title={strings.goneTitle}>{strings.goneText}</Banner>;
  return (
    <Banner title={strings.notSaved}>
      {form.refusal instanceof Error ? form.refusal.message : String(form.refusal)}
    </Banner>
  );
}

/** The form's code is loaded on first use, so its fields may not be there yet. */
const FOCUS_TRIES = 40;
const FOCUS_TRY_MS = 50;

function focusWhenThere(element: { current: HTMLElement | null }, place: string): () => void {
  let tries = 0;
  const timer = setInterval(() => {
    tries += 1;
    // Whoever is quicker keeps the focus that they chose.
    const isTaken = element.current?.contains(document.activeElement);
    const isThere = isTaken || (element.current !== null && focusPlace(element.current, place));
    if (isThere || tries >= FOCUS_TRIES) clearInterval(timer);
  }, FOCUS_TRY_MS);
  return () => clearInterval(timer);
}
