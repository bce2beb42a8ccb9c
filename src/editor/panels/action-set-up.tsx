import type { ActionStep } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { useReferenceSources } from './use-reference-sources.js';
import { useFormErrors, useStepChange } from './use-step-form.js';

/** What a host's action takes isn't known here: any fields, or a value of any kind. */
const openSchema = { type: 'object', additionalProperties: {} };
const anySchema = {};

/** What an action of the host is given. */
export function ActionSetUp({ step }: { step: ActionStep }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step);
  const errors = useFormErrors(step, 'input');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const { input = {} } = step;
  return (
    <>
      <p className="pb-inspector-note">{strings.actionNote(step.action)}</p>
      <DynamicForm
        schema={isObject(input) ? openSchema : anySchema}
        place="input"
        value={input}
        references={references}
        errors={errors}
        readOnly={isReadOnly}
        onChange={(next) => change('input', next)}
      />
    </>
  );
}
