import { type FormEvent, useState } from 'react';
import type { CreatedApiKey, KeyScope } from '../client/index.js';
import { Banner } from '../screen/banner.js';
import { Button } from '../ui/button.js';
import { CodeBlock } from '../ui/code-block.js';
import { Dialog } from '../ui/dialog.js';
import { Select } from '../ui/select.js';
import { TextField } from '../ui/text-field.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { RefusalBanner } from './refusal-banner.js';
import type { ApiKeys } from './use-api-keys.js';
import { useAttempt } from './use-attempt.js';
import { useWorkspaceStrings } from './use-workspace-strings.js';

export interface NewApiKeyProps {
  create: ApiKeys['create'];
  /** What the example calls, like `https://patchbay.example.com`. */
  baseUrl: string;
  onClose: () => void;
}

const scopes: readonly KeyScope[] = ['read', 'execute', 'write'];
const lifetimes = [0, 7, 30, 90, 365] as const;
const DAY_MS = 86_400_000;

/** Makes an API key and shows it this once. A click beside it doesn't close it: the key would be lost. */
export function NewApiKey({ create, baseUrl, onClose }: NewApiKeyProps) {
  const strings = useWorkspaceStrings();
  const [made, setMade] = useState<CreatedApiKey>();
  if (!made) {
    return (
      <Dialog open onOpenChange={onClose} dismissible={false} title={strings.newKey}>
        <KeyForm create={create} onMade={setMade} onClose={onClose} />
      </Dialog>
    );
  }
  // The key names its workspace by itself.
  const example = [`curl '${baseUrl}/api/v1/flows'`, `-H 'Authorization: Bearer ${made.token}'`].join(
    ' \\\n  ',
  );
  return (
    <Dialog open onOpenChange={onClose} dismissible={false} title={made.name}>
      <div className="pb-workspace-form">
        <Banner tone="wait" title={strings.keyMadeTitle}>
          {strings.keyMadeText}
        </Banner>
        <CodeBlock title={strings.token} label={strings.token}>
          {made.token}
        </CodeBlock>
        <CodeBlock title={strings.example} label={strings.example}>
          {example}
        </CodeBlock>
        <div className="pb-workspace-buttons">
          <Button variant="primary" onClick={onClose}>
            {strings.done}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

interface KeyFormProps {
  create: ApiKeys['create'];
  onMade: (key: CreatedApiKey) => void;
  onClose: () => void;
}

function KeyForm({ create, onMade, onClose }: KeyFormProps) {
  const strings = useWorkspaceStrings();
  const ui = useUiStrings();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<readonly KeyScope[]>(['read', 'execute']);
  const [days, setDays] = useState<number>(90);
  const [isTried, setTried] = useState(false);
  const { isBusy, refusal, attempt } = useAttempt();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() === '' || chosen.length === 0 || isBusy) return;
    await attempt(async () =>
      onMade(
        await create({
          name: name.trim(),
          scopes: scopes.filter((scope) => chosen.includes(scope)),
          ...(days > 0 && { expiresAt: new Date(Date.now() + days * DAY_MS).toISOString() }),
        }),
      ),
    );
  };
  return (
    <form className="pb-workspace-form" onSubmit={(event) => void submit(event)} noValidate>
      <RefusalBanner refusal={refusal} />
      <TextField
        label={strings.keyName}
        error={isTried && name.trim() === '' ? strings.keyNameRule : undefined}
        value={name}
        maxLength={200}
        onValueChange={setName}
      />
      <fieldset className="pb-scopes">
        <legend className="pb-label">{strings.scopes}</legend>
        {scopes.map((scope) => (
          <label key={scope} className="pb-scope">
            <input
              type="checkbox"
              checked={chosen.includes(scope)}
              onChange={(event) =>
                setChosen(
                  event.target.checked ? [...chosen, scope] : chosen.filter((other) => other !== scope),
                )
              }
            />
            <span>
              <b>{strings.scopeName[scope]}</b> {strings.scopeHelp[scope]}
            </span>
          </label>
        ))}
        {isTried && chosen.length === 0 && (
          <p className="pb-field-error" role="alert">
            {strings.scopeRule}
          </p>
        )}
      </fieldset>
      <div>
        <span className="pb-label">{strings.expiry}</span>
        <Select<string>
          label={strings.expiry}
          value={String(days)}
          options={lifetimes.map((value) => ({ value: String(value), label: strings.expiryDays(value) }))}
          onValueChange={(value) => setDays(Number(value))}
        />
      </div>
      <div className="pb-workspace-buttons">
        <Button variant="ghost" onClick={onClose}>
          {ui.cancel}
        </Button>
        <Button type="submit" variant="primary" loading={isBusy}>
          {strings.createKey}
        </Button>
      </div>
    </form>
  );
}
