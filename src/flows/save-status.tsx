import { unreachable } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { Button } from '../ui/button.js';
import { Pill, type Tone } from '../ui/pill.js';
import type { SaveState } from './autosave.js';

/** Where the saving stands, in two words; with a way to try again where it failed. */
export function SaveStatus({ save, onRetry }: { save: SaveState; onRetry: () => void }) {
  const { strings } = usePatchbay();
  const { tone, text } = lookOf(save);
  function lookOf(state: SaveState): { tone: Tone; text: string } {
    switch (state.status) {
      case 'saved':
        return { tone: 'neutral', text: strings.saved(state.version) };
      case 'saving':
        return { tone: 'neutral', text: strings.saving };
      case 'unsaved':
        return { tone: 'neutral', text: strings.unsaved };
      case 'failed':
      case 'conflict':
        return { tone: 'bad', text: strings.saveFailed };
      default:
        return unreachable(state);
    }
  }
  return (
    <span className="pb-save-status" data-status={save.status}>
      <span aria-live="polite">
        <Pill tone={tone}>{text}</Pill>
      </span>
      {save.status === 'failed' && (
        <Button size="small" variant="ghost" onClick={onRetry}>
          {strings.retry}
        </Button>
      )}
    </span>
  );
}
