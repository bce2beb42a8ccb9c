import { Check, Copy, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.js';
import { IconButton } from './icon-button.js';
import { useUiStrings } from './ui-strings.js';

export interface CopyButtonProps {
  /** The text, or what makes it when it's asked for. */
  text: string | (() => string);
  /** Says what is copied, like `Copy as cURL`. */
  label?: string | undefined;
  /** Shows the label beside the icon. */
  showLabel?: boolean | undefined;
  size?: 'small' | 'medium' | undefined;
}

type Outcome = 'idle' | 'copied' | 'failed';
const icons = { idle: <Copy />, copied: <Check />, failed: <X /> };

/** Puts text on the clipboard, and says whether that worked for two seconds. */
export function CopyButton({ text, label, showLabel = false, size = 'small' }: CopyButtonProps) {
  const strings = useUiStrings();
  const [outcome, setOutcome] = useState<Outcome>('idle');
  useEffect(() => {
    if (outcome === 'idle') return;
    const timer = setTimeout(() => setOutcome('idle'), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = () => {
    // Absent outside of secure contexts.
    const clipboard: Clipboard | undefined = navigator.clipboard;
    if (!clipboard) return setOutcome('failed');
    clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    );
  };
  const words = { idle: label ?? strings.copy, copied: strings.copied, failed: strings.copyFailed }[outcome];
  return (
    <>
      {showLabel ? (
        <Button variant="ghost" size={size} icon={icons[outcome]} onClick={copy}>
          {words}
        </Button>
      ) : (
        <IconButton label={words} size={size} onClick={copy}>
          {icons[outcome]}
        </IconButton>
      )}
      <span className="pb-visually-hidden" aria-live="polite">
        {outcome === 'idle' ? '' : words}
      </span>
    </>
  );
}
