import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { Comparison, Condition, JsonValue, Step } from '../../engine/index.js';
import { DynamicForm, type FormError } from '../../forms/dynamic-form.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { Button } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';
import { JsonView } from '../../ui/json-view.js';
import { SegmentedControl } from '../../ui/segmented-control.js';
import {
  completeComparison,
  conditionOf,
  type Joint,
  joints,
  jointWords,
  newComparison,
  simpleConditionOf,
} from '../flow/conditions.js';
import { isInside } from '../flow/node-rows.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { comparisonFormSchema } from './condition-schema.js';
import { useFormErrors, useStepChange, useStepGesture } from './use-step-form.js';

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
  const act = useStepGesture(step);
  const errors = useFormErrors(step, place);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const simple = simpleConditionOf(condition);
  const set = (next: Condition, added?: readonly string[]) => act(place, next as JsonValue, added); // conditions are JSON

  if (simple === undefined) {
    return (
      <div className="pb-condition">
        <p className="pb-inspector-note">{strings.nestedCondition}</p>
        <JsonView value={condition as JsonValue} label={label} />
      </div>
    );
  }
  const { joint, comparisons } = simple;
  const places = comparisons.map((_, index) => (joint === undefined ? place : `${place}.${joint}[${index}]`));
  const isElsewhere = ({ path }: FormError) => !places.some((each) => isInside(path, each));
  return (
    <div className="pb-condition">
      {joint !== undefined && (
        <SegmentedControl<Joint>
          label={`${label}: ${strings.joint}`}
          size="small"
          disabled={isReadOnly}
          value={joint}
          segments={[
            { value: 'all', label: strings.allHold },
            { value: 'any', label: strings.anyHolds },
          ]}
          onValueChange={(next) => set(conditionOf(next, comparisons), [])}
        />
      )}
      {joint !== undefined && comparisons.length === 0 && (
        <p className="pb-inspector-note">{strings.noComparisons(joint)}</p>
      )}
      {errors
        .filter((error) => !error.whenLeft && isElsewhere(error))
        .map(({ path, message }) => (
          <p className="pb-field-error" key={`${path} ${message}`}>
            {message}
          </p>
        ))}
      {comparisons.map((comparison, index) => (
        <ComparisonForm
          // What the fields show follows from their values.
          key={places[index]}
          place={places[index] ?? place}
          comparison={comparison}
          references={references}
          errors={errors}
          onChange={(next) => change(places[index] ?? place, next as unknown as JsonValue)} // as above
          heading={joint && strings.rowWord(index === 0 ? 'if' : jointWords[joint])}
          onRemove={
            joint && !isReadOnly
              ? () =>
                  set(
                    conditionOf(
                      joint,
                      comparisons.filter((_, at) => at !== index),
                    ),
                  )
              : undefined
          }
        />
      ))}
      {!isReadOnly && (
        <Button
          variant="ghost"
          size="small"
          icon={<Plus />}
          onClick={() => {
            // It stays new where all of them become any of them.
            const added = joints.map((each) => `${place}.${each}[${comparisons.length}]`);
            set(conditionOf(joint ?? 'all', [...comparisons, newComparison]), added);
          }}
        >
          {strings.addComparison}
        </Button>
      )}
    </div>
  );
}

interface ComparisonFormProps {
  place: string;
  comparison: Comparison;
  references: readonly ReferenceSource[];
  errors: readonly FormError[];
  onChange(comparison: Comparison): void;
  /** How it follows on the one before; absent: it stands alone. */
  heading: string | undefined;
  onRemove: (() => void) | undefined;
}

function ComparisonForm({
  place,
  comparison,
  references,
  errors,
  onChange,
  heading,
  onRemove,
}: ComparisonFormProps) {
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  const schema = useMemo(() => comparisonFormSchema(strings), [strings]);
  return (
    <div className="pb-comparison">
      {heading !== undefined && (
        <div className="pb-comparison-head">
          <span>{heading}</span>
          {onRemove && (
            <IconButton size="small" label={strings.removeComparison} onClick={onRemove}>
              <X />
            </IconButton>
          )}
        </div>
      )}
      <DynamicForm
        schema={schema}
        place={place}
        value={comparison as unknown as JsonValue /* comparisons are JSON */}
        references={references}
        errors={errors.filter(({ path }) => isInside(path, place))}
        readOnly={isReadOnly}
        onChange={(next) => onChange(completeComparison(isObject(next) ? (next as Partial<Comparison>) : {}))} // its fields are those of the schema
      />
    </div>
  );
}
