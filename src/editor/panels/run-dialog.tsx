import { useState } from 'react';
import type { JsonValue } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { Dialog } from '../../ui/dialog.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { useRunControls } from './run-controls.js';

export interface RunDialogProps {
  onClose(): void;
}

/** Asks for the flow's input, and runs it. */
export function RunDialog({ onClose }: RunDialogProps) {
  const strings = useStrings();
  const inputSchema = useEditorState((state) => state.inputSchema);
  const { input, runWith } = useRunControls();
  const [value, setValue] = useState<JsonValue>(input ?? {});
  return (
    <Dialog open onOpenChange={onClose} title={strings.runDialogTitle} description={strings.runDialogText}>
      <DynamicForm
        schema={inputSchema ?? {}}
        value={value}
        onChange={setValue}
        onSubmit={runWith}
        submitLabel={strings.run}
      />
    </Dialog>
  );
}
