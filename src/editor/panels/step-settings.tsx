import { Suspense, useMemo } from 'react';
import type { JsonObject, JsonValue, Step } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { lazyPart } from '../../ui/lazy-part.js';
import { Skeleton } from '../../ui/skeleton.js';
import { hasRetryForm } from '../flow/step-options.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { changedPlace } from './changed-place.js';
import { settingsSchema } from './http-schema.js';

const settings = ['retry', 'timeoutMs', 'notes'] as const;

const StepControl = lazyPart(async () => (await import('./step-control.js')).StepControl);

/** When and how often a step runs, its retries, time limit and notes. */
export function StepSettings({ step }: { step: Step }) {
  const editor = useEditor();
  const strings = useStrings();
  const canRetry = hasRetryForm(step);
  const hasTimeLimit = step.type === 'http';
  const isOnce = step.type === 'action' && step.retry === undefined;
  const schema = useMemo(
    () => settingsSchema(strings, { canRetry, hasTimeLimit, isOnce }),
    [strings, canRetry, hasTimeLimit, isOnce],
  );
  const isReadOnly = useEditorState((state) => state.readOnly);
  const value: JsonObject = {};
  for (const key of settings) {
    const isOffered = key === 'notes' || (key === 'timeoutMs' ? hasTimeLimit : canRetry);
    if (isOffered && step[key] !== undefined) value[key] = step[key] as JsonValue; // a retry policy is JSON
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
  return (
    <>
      <Suspense fallback={<Skeleton lines={2} height={34} />}>
        <StepControl step={step} />
      </Suspense>
      <DynamicForm schema={schema} value={value} readOnly={isReadOnly} onChange={change} />
    </>
  );
}
