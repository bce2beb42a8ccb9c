import { Plus } from 'lucide-react';
import { useMemo } from 'react';
import type { Comparison, Condition, JsonValue, Step } from '../../engine/index.js';
import { DynamicForm } from '../../forms/dynamic-form.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { Button } from '../../ui/button.js';
import { JsonView } from '../../ui/json-view.js';
import { SegmentedControl } from '../../ui/segmented-control.js';
import {
  completeComparison,
  conditionOf,
  type Joint,
  newComparison,
  simpleConditionOf,
} from '../flow/conditions.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { comparisonFormSchema } from './condition-schema.js';
import { useFormErrors, useStepChange } from './use-step-form.js';

export interface ConditionFormProps {
  step: Step;
  /** Where the condition stands in the step. */
  place: string;
  condition: Condition;
  references: readonly ReferenceSource[];
  /** What the condition is about, for the names of its parts. */
  label: string;
}

/** A condition as a list of comparisons that all or any have to hold; one that is nested is shown and kept. */
export function ConditionForm({ step, place, condition, references, label }: ConditionFormProps) {
  const strings = useStrings();
  const change = useStepChange(step);
  const errors = useFormErrors(step, place);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const schema = useMemo(() => comparisonFormSchema(strings), [strings]);
  const list = useMemo(() => ({ type: 'array', items: schema }), [schema]);
  const simple = simpleConditionOf(condition);
  const set = (next: Condition) => change(place, next as JsonValue); // conditions are JSON

  if (simple === undefined) {
    return (
      <div className="pb-condition">
        <p className="pb-inspector-note">{strings.nestedCondition}</p>
        <JsonView value={condition as JsonValue} label={label} />
      </div>
    );
  }
  const { joint, comparisons } = simple;
  const shared = { references, errors, readOnly: isReadOnly };
  if (joint === undefined) {
    return (
      <div className="pb-condition">
        <DynamicForm
          {...shared}
          schema={schema}
          place={place}
          value={comparisons[0] as unknown as JsonValue /* comparisons are JSON */}
          onChange={(next) => set(comparisonOf(next))}
        />
        {!isReadOnly && (
          <Button
            variant="ghost"
            size="small"
            icon={<Plus />}
            onClick={() => set(conditionOf('all', [...comparisons, newComparison]))}
          >
            {strings.addComparison}
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="pb-condition">
      <SegmentedControl<Joint>
        label={`${label}: ${strings.joint}`}
        size="small"
        disabled={isReadOnly}
        value={joint}
        segments={[
          { value: 'all', label: strings.allHold },
          { value: 'any', label: strings.anyHolds },
        ]}
        onValueChange={(next) => set(conditionOf(next, comparisons))}
      />
      {comparisons.length === 0 && <p className="pb-inspector-note">{strings.noComparisons(joint)}</p>}
      <DynamicForm
        {...shared}
        key={joint}
        schema={list}
        place={`${place}.${joint}`}
        value={comparisons as unknown as JsonValue /* as above */}
        onChange={(next) => {
          if (Array.isArray(next)) set(conditionOf(joint, next.map(comparisonOf)));
        }}
      />
    </div>
  );
}

/** What a form makes of a comparison, complete. */
function comparisonOf(value: JsonValue): Comparison {
  return completeComparison(isObject(value) ? (value as Partial<Comparison>) : {}); // its fields are those of the schema
}
