import { useId } from 'react';
import { formatOrigin, listsHost, parseOrigin } from '../../engine/http/hosts.js';
import type { HttpAuth, HttpStep } from '../../engine/index.js';
import type { FormError } from '../../forms/dynamic-form.js';
import { Select } from '../../ui/select.js';
import type { CredentialSummary } from '../credential-summary.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

const AUTH_PLACE = 'request.auth';
const NONE = 'none';
const KEPT = 'kept';
/** Before the slot of a credential, so that no slot is taken for one of the others. */
const SLOT = 'slot ';

export interface HttpAuthFormProps {
  step: HttpStep;
  credentials: readonly CredentialSummary[];
  errors: readonly FormError[];
}

/** How a request shows who sends it: not at all, or by a credential. Another way that is there is shown and kept. */
export function HttpAuthForm({ step, credentials, errors }: HttpAuthFormProps) {
  const editor = useEditor();
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  const id = useId();
  // A host may give a graph that is half filled in.
  const { auth, url = '' }: Partial<HttpStep['request']> = step.request ?? {};
  const slot = auth?.type === 'credential' ? auth.slot : undefined;
  const chosen = credentials.find((credential) => credential.slot === slot);
  const origin = parseOrigin(url);
  const isElsewhere = chosen?.hosts !== undefined && origin !== undefined && !listsHost(chosen.hosts, origin);

  const options = [
    { value: NONE, label: strings.authNone },
    ...(auth !== undefined && slot === undefined
      ? [{ value: KEPT, label: strings.authKept(strings.optionValue({ kind: 'auth', type: auth.type })) }]
      : []),
    ...(slot !== undefined && chosen === undefined
      ? [{ value: SLOT + slot, label: strings.authUnknown(slot) }]
      : []),
    ...credentials.map((credential) => ({
      value: SLOT + credential.slot,
      label: credential.name,
      description: `{{workspace.${credential.slot}}}`,
    })),
  ];
  const choose = (value: string) => {
    if (value === KEPT) return;
    const next: HttpAuth | undefined = value.startsWith(SLOT)
      ? { type: 'credential', slot: value.slice(SLOT.length) }
      : undefined;
    editor.dispatch({ type: 'update_step', id: step.id, place: AUTH_PLACE, value: next });
  };
  const noneThere = credentials.length === 0 && auth === undefined ? strings.authNoCredentials : undefined;
  const hint = chosen?.hosts !== undefined && !isElsewhere ? strings.authOnlyTo(chosen.hosts) : noneThere;
  const messages = errors.map(({ message }) => message);
  if (isElsewhere) messages.push(strings.authElsewhere(formatOrigin(origin), chosen.hosts ?? []));
  return (
    <div className="pb-field" data-place={AUTH_PLACE}>
      <span className="pb-label" id={`${id}-label`}>
        {strings.auth}
      </span>
      <Select
        aria-labelledby={`${id}-label`}
        aria-describedby={`${id}-about`}
        aria-invalid={messages.length > 0}
        value={optionOf(auth)}
        options={options}
        disabled={isReadOnly}
        onValueChange={choose}
      />
      <div id={`${id}-about`} className="pb-http-auth-about">
        {messages.map((message) => (
          <p className="pb-field-error" key={message}>
            {message}
          </p>
        ))}
        {hint !== undefined && <p className="pb-hint">{hint}</p>}
      </div>
    </div>
  );
}

function optionOf(auth: HttpAuth | undefined): string {
  if (auth === undefined) return NONE;
  return auth.type === 'credential' ? SLOT + auth.slot : KEPT;
}
