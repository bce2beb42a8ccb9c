import { createContext, useContext } from 'react';
import type { JsonValue } from '../../engine/index.js';
import { goesOn } from '../../runs/goes-on.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';

/** What the host does when the user presses Run and Cancel, and the input of the run before. */
export interface RunHandlers {
  onRun: ((input: JsonValue) => void) | undefined;
  onCancel: (() => void) | undefined;
  input: JsonValue | undefined;
  setInput(input: JsonValue): void;
}

export const RunHandlersContext = createContext<RunHandlers>({
  onRun: undefined,
  onCancel: undefined,
  input: undefined,
  setInput: () => undefined,
});

export interface RunControls {
  canRun: boolean;
  isRunning: boolean;
  /** Whether the flow asks for input at all. */
  hasInput: boolean;
  /** Runs with the input of last time; asks for it where there was none yet. */
  run(): void;
  openInput(): void;
  /** Absent where the host can't cancel. */
  cancel: (() => void) | undefined;
  runWith(input: JsonValue): void;
  input: JsonValue | undefined;
}

export function useRunControls(): RunControls {
  const editor = useEditor();
  const { onRun, onCancel, input, setInput } = useContext(RunHandlersContext);
  const isRunning = useEditorState(({ run }) => run !== undefined && goesOn(run.status));
  const hasInput = useEditorState(({ inputSchema }) => {
    const properties = inputSchema?.properties;
    return isObject(properties) && Object.keys(properties).length > 0;
  });
  const openInput = () => editor.openDialog({ type: 'run' });
  return {
    canRun: onRun !== undefined,
    isRunning,
    hasInput,
    input,
    openInput,
    run: () => {
      editor.touch();
      if (hasInput && input === undefined) openInput();
      else onRun?.(input ?? {});
    },
    cancel: onCancel,
    runWith: (next) => {
      editor.touch();
      setInput(next);
      editor.openDialog(undefined);
      onRun?.(next);
    },
  };
}
