import { useMemo } from 'react';
import type { JsonObject, JsonValue, Step } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { changedPlace } from './changed-place.js';
import { settingsSchema } from './http-schema.js';

const settings = ['retry', 'timeoutMs', 'notes'] as const;

/** Retries, time limit and notes of a step. */
export function StepSettings({ step }: { step: Step }) {
  const editor = useEditor();
  const strings = useStrings();
  const schema = useMemo(() => settingsSchema(strings), [strings]);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const value: JsonObject = {};
  for (const key of settings) {
    if (step[key] !== undefined) value[key] = step[key] as JsonValue; // a retry policy is JSON
  }
  const change = (next: JsonValue) => {
    if (!isObject(next)) return;
    editor.transact(() => {
      for (const key of settings) {
        const changed = changedPlace(value[key], next[key], key);
        if (changed) editor.dispatch({ type: 'update_step', id: step.id, ...changed });
      }
    });
  };
  return <DynamicForm schema={schema} value={value} readOnly={isReadOnly} onChange={change} />;
}
