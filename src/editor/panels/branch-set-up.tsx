import { ChevronDown, ChevronUp, Plus, Trash2 } from 'lucide-react';
import type { BranchCase, BranchStep, JsonValue } from '../../engine/index.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { Button } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';
import { TextField } from '../../ui/text-field.js';
import { newComparison } from '../flow/conditions.js';
import { stepName } from '../nodes/step-summary.js';
import { edgesOfCase } from '../store/edit-cases.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { ConditionForm } from './condition-form.js';
import { IdField } from './id-field.js';
import { useProblems } from './use-problems.js';
import { useReferenceSources } from './use-reference-sources.js';
import { useStepChange, useStepGesture } from './use-step-form.js';

/** The cases of a branch, in the order in which they are looked at. */
export function BranchSetUp({ step }: { step: BranchStep }) {
  const strings = useStrings();
  const act = useStepGesture(step);
  const references = useReferenceSources(step);
  const isReadOnly = useEditorState((state) => state.readOnly);
  // What is wrong in a condition is said there, and where a case leads nowhere, below it.
  const errors = useProblems().filter(
    ({ stepId, severity, path = '' }) =>
      stepId === step.id && severity === 'error' && /^cases(?!\[\d+\]\.when)/.test(path),
  );
  const cases = step.cases ?? [];
  return (
    <div className="pb-cases" data-place="cases">
      <p className="pb-inspector-note">{strings.branchNote}</p>
      {errors.length > 0 && (
        <ul className="pb-form-stray">
          {errors.map(({ path, message }) => (
            <li key={`${path} ${message}`}>{message}</li>
          ))}
        </ul>
      )}
      <ol className="pb-case-list">
        {cases.map((each, index) => (
          // A case that is renamed is still the one that is being edited.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above; what fields show follows from their values
          <CaseForm key={index} step={step} index={index} each={each} references={references} />
        ))}
      </ol>
      <div className="pb-case-otherwise">
        <b>{strings.otherwise}</b>
        <LeadsTo step={step} way="else" />
      </div>
      {!isReadOnly && (
        <Button
          size="small"
          icon={<Plus />}
          onClick={() => {
            const place = `cases[${cases.length}]`;
            act(place, newCase(cases) as unknown as JsonValue, [place]); // a case is JSON
          }}
        >
          {strings.addCase}
        </Button>
      )}
    </div>
  );
}

/** A case with the first free id of `case_1`, `case_2`, … */
function newCase(cases: readonly BranchCase[]): BranchCase {
  const used = new Set(cases.map(({ id }) => id));
  let number = cases.length + 1;
  while (used.has(`case_${number}`)) number += 1;
  return { id: `case_${number}`, when: newComparison };
}

interface CaseFormProps {
  step: BranchStep;
  index: number;
  each: BranchCase;
  references: readonly ReferenceSource[];
}

function CaseForm({ step, index, each, references }: CaseFormProps) {
  const editor = useEditor();
  const strings = useStrings();
  const change = useStepChange(step);
  const act = useStepGesture(step);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const { id, name, when } = each;
  const label = name || id;
  const place = `cases[${index}]`;
  const remove = () => {
    const edges = edgesOfCase(editor.store.getState().graph, step.id, id);
    if (edges.length > 0) editor.openDialog({ type: 'remove_case', stepId: step.id, caseId: id, edges });
    else editor.dispatch({ type: 'remove_case', stepId: step.id, caseId: id, edges: 'keep' });
  };
  const move = (to: number) => {
    const moved = step.cases.filter((_, at) => at !== index);
    moved.splice(to, 0, each);
    act('cases', moved as unknown as JsonValue); // cases are JSON
  };
  return (
    <li className="pb-case" aria-label={label}>
      <div className="pb-case-head">
        {isReadOnly ? (
          <b className="pb-case-name">{label}</b>
        ) : (
          <TextField
            className="pb-case-name"
            label={strings.caseName}
            hideLabel
            placeholder={id}
            value={name ?? ''}
            onValueChange={(next) => change(`${place}.name`, next === '' ? undefined : next)}
            onBlur={editor.seal}
          />
        )}
        {isReadOnly ? (
          <code className="pb-inspector-id">{id}</code>
        ) : (
          <>
            <IdField
              id={id}
              label={strings.caseId}
              hint={strings.caseIdHint}
              onRename={(to) =>
                editor.dispatch({ type: 'rename_case', stepId: step.id, from: id, to }) === undefined
              }
            />
            {step.cases.length > 1 && (
              <>
                <IconButton
                  size="small"
                  label={strings.moveCaseUp(label)}
                  disabled={index === 0}
                  onClick={() => move(index - 1)}
                >
                  <ChevronUp />
                </IconButton>
                <IconButton
                  size="small"
                  label={strings.moveCaseDown(label)}
                  disabled={index === step.cases.length - 1}
                  onClick={() => move(index + 1)}
                >
                  <ChevronDown />
                </IconButton>
              </>
            )}
            <IconButton size="small" label={strings.deleteCase(label)} onClick={remove}>
              <Trash2 />
            </IconButton>
          </>
        )}
      </div>
      <ConditionForm
        step={step}
        place={`${place}.when`}
        condition={when}
        references={references}
        label={label}
      />
      <LeadsTo step={step} way={id} />
    </li>
  );
}

/** The steps that a way leads to, by their names. */
function LeadsTo({ step, way }: { step: BranchStep; way: string }) {
  const strings = useStrings();
  const graph = useEditorState((state) => state.graph);
  const steps = useEditorState((state) => state.steps);
  const connectorOf = useEditorState((state) => state.connectorOf);
  const names = edgesOfCase(graph, step.id, way).map(({ target }) => {
    const next = steps.get(target);
    if (next === undefined) return target;
    return stepName(next, next.type === 'connector' ? connectorOf.get(next.connector) : undefined);
  });
  return <p className="pb-case-leads">{strings.leadsTo(names)}</p>;
}
