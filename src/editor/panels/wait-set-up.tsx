import { useMemo } from 'react';
import type { JsonValue, WaitStep } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { ControlPart } from './control-part.js';
import { useReferenceSources } from './use-reference-sources.js';
import { useFormErrors, useStepChange } from './use-step-form.js';

type Kind = 'for' | 'until';

/** How long a wait takes: so many seconds, or until a moment. */
export function WaitSetUp({ step }: { step: WaitStep }) {
  const editor = useEditor();
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step);
  const kind: Kind = step.until === undefined ? 'for' : 'until';
  const errors = useFormErrors(step, kind);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const schemas = useMemo(
    () => ({
      for: {
        type: 'object',
        properties: { seconds: { type: 'number', title: strings.waitSeconds, minimum: 0 } },
        required: ['seconds'],
      },
      until: {
        type: 'object',
        properties: { until: { title: strings.waitMoment, description: strings.waitMomentHint } },
        required: ['until'],
      },
    }),
    [strings],
  );
  const set = (place: string, value: JsonValue | undefined) =>
    editor.dispatch({ type: 'update_step', id: step.id, place, value });
  const choose = (next: Kind) => {
    editor.seal();
    editor.markNew(step.id, [next]);
    editor.transact(() => {
      set(next === 'for' ? 'until' : 'for', undefined);
      set(next, next === 'for' ? { seconds: 60 } : '');
    });
  };
  const shared = { references, errors, readOnly: isReadOnly };
  return (
    <ControlPart<Kind>
      label={strings.waitKind}
      value={kind}
      segments={[
        { value: 'for', label: strings.waitKindFor },
        { value: 'until', label: strings.waitKindUntil },
      ]}
      onValueChange={choose}
    >
      {kind === 'for' ? (
        <DynamicForm
          key="for"
          {...shared}
          schema={schemas.for}
          place="for"
          value={step.for ? { ...step.for } : {}}
          onChange={(next) => change('for', next)}
        />
      ) : (
        <DynamicForm
          key="until"
          {...shared}
          schema={schemas.until}
          value={step.until === undefined ? {} : { until: step.until }}
          // A wait that loses its moment is still one that waits for a moment.
          onChange={(next) => change('until', (isObject(next) ? next.until : undefined) ?? '')}
        />
      )}
    </ControlPart>
  );
}
