import { useMemo } from 'react';
import type { ForEach, JsonValue, Step } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import { newComparison } from '../flow/conditions.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { ConditionForm } from './condition-form.js';
import { ControlPart } from './control-part.js';
import { useReferenceSources } from './use-reference-sources.js';
import { useFormErrors, useStepChange, useStepGesture } from './use-step-form.js';

/** Whether a step runs at all, and how often. */
export function StepControl({ step }: { step: Step }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const act = useStepGesture(step);
  // An item is there once the loop is under way, and not before.
  const references = useReferenceSources(step, { withItem: false });
  const isReadOnly = useEditorState((state) => state.readOnly);
  const errors = useFormErrors(step, 'forEach');
  const { when, forEach } = step;
  const schema = useMemo(
    () => ({
      type: 'object',
      properties: {
        items: {
          type: 'array',
          title: strings.loopItems,
          items: {},
          'x-reference': true,
        },
        concurrency: {
          type: 'integer',
          title: strings.loopConcurrency,
          minimum: 1,
          maximum: 100,
          // One after the other, unless somebody says otherwise.
          examples: [1],
          'x-literal': true,
        },
        onItemError: {
          type: 'string',
          title: strings.loopOnError,
          'x-literal': true,
          default: 'fail',
          oneOf: [
            { const: 'fail', title: strings.loopFail },
            { const: 'collect', title: strings.loopCollect },
          ],
        },
      },
      required: ['items'],
    }),
    [strings],
  );
  return (
    <>
      <ControlPart<'always' | 'if'>
        label={strings.runsWhen}
        value={when === undefined ? 'always' : 'if'}
        segments={[
          { value: 'always', label: strings.runsAlways },
          { value: 'if', label: strings.runsOnlyIf },
        ]}
        onValueChange={(next) =>
          next === 'if' ? act('when', (when ?? newComparison) as JsonValue, ['when']) : act('when', undefined)
        } // conditions are JSON
      >
        {when && (
          <ConditionForm
            step={step}
            place="when"
            condition={when}
            references={references}
            label={strings.runsWhen}
          />
        )}
      </ControlPart>
      <ControlPart<'once' | 'each'>
        label={strings.runsHowOften}
        value={forEach === undefined ? 'once' : 'each'}
        segments={[
          { value: 'once', label: strings.runsOnce },
          { value: 'each', label: strings.runsForEach },
        ]}
        onValueChange={(next) =>
          next === 'each'
            ? act('forEach', (forEach ?? { items: '' }) as JsonValue, ['forEach'])
            : act('forEach', undefined)
        } // as above
      >
        {forEach && (
          <>
            <DynamicForm
              schema={schema}
              place="forEach"
              value={{ onItemError: 'fail', ...forEach } as JsonValue /* as above */}
              references={references}
              errors={errors}
              readOnly={isReadOnly}
              onChange={(next) => change('forEach', withoutAssumed(forEach, next))}
            />
            <p className="pb-inspector-note">{strings.loopHint}</p>
          </>
        )}
      </ControlPart>
    </>
  );
}

/** What a form shows because it holds anyway is not written down. */
function withoutAssumed({ onItemError }: ForEach, next: JsonValue): JsonValue {
  if (onItemError !== undefined || !isObject(next) || next.onItemError !== 'fail') return next;
  const { onItemError: _, ...rest } = next;
  return rest;
}
