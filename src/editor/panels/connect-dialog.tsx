import { type ReactNode, useMemo, useState } from 'react';
import { effectiveEdges, type StepId } from '../../engine/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { Select } from '../../ui/select.js';
import { wireField } from '../canvas/connect-handles.js';
import { inputRows } from '../flow/node-rows.js';
import { fieldsOf } from '../flow/step-shape.js';
import { shapeOfRoot } from '../nodes/field-types.js';
import { rowLabel } from '../nodes/row-label.js';
import { outcomeName, stepName } from '../nodes/step-summary.js';
import type { EditorState } from '../store/editor-state.js';
import { firstFreeOutcome, makesCycle, storedEdge, waysOf } from '../store/graph-queries.js';
import { useEditor } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

export interface ConnectDialogProps {
  /** The step to connect from; absent: the first. */
  from: StepId | undefined;
  onClose(): void;
}

/** Stands for "the whole output" and "no field" in the lists, which can't hold an empty value. */
const WHOLE = '(whole)';
const NONE = '(none)';

function firstTarget(state: EditorState, from: StepId | undefined): StepId | undefined {
  const next = effectiveEdges(state.graph).find((edge) => edge.source === from)?.target;
  return next ?? state.graph.steps.find((step) => from && !makesCycle(state.graph, from, step.id))?.id;
}

/** Wires one field to another by lists: what dragging does, for the keyboard. */
export function ConnectDialog({ from, onClose }: ConnectDialogProps) {
  const editor = useEditor();
  const strings = useStrings();
  // The dialog covers the editor: the graph stays as it is until it closes.
  const state = editor.store.getState();
  const [source, setSource] = useState(from ?? state.graph.steps[0]?.id);
  const [target, setTarget] = useState(() => firstTarget(state, source));
  const [field, setField] = useState(WHOLE);
  const [place, setPlace] = useState(NONE);
  const step = source === undefined ? undefined : state.steps.get(source);
  const [chosen, setChosen] = useState<string>();
  const outcome = chosen ?? firstFreeOutcome(state.graph, step);
  const outcomes = step ? [...waysOf(step), 'success', 'failure'] : [];

  const nameOf = (id: StepId) => {
    const step = state.steps.get(id);
    return step === undefined ? id : `${stepName(step)} (${id})`;
  };
  const targets = state.graph.steps.filter(
    (step) => source === undefined || !makesCycle(state.graph, source, step.id),
  );
  const fields = useMemo(
    () => (source === undefined ? [] : fieldsOf(shapeOfRoot(state, source))),
    [state, source],
  );
  const rows = useMemo(() => {
    const step = target === undefined ? undefined : state.steps.get(target);
    if (step === undefined) return [];
    const connector = step.type === 'connector' ? state.connectorOf.get(step.connector) : undefined;
    return inputRows(step, connector).filter((row) => !row.isFixed);
  }, [state, target]);

  const connect = () => {
    if (source === undefined || target === undefined) return;
    onClose();
    if (place === NONE)
      editor.dispatch({ type: 'connect', edge: storedEdge({ source, target, on: outcome }) });
    else
      wireField(editor, { stepId: source, field: field === WHOLE ? '' : field }, { stepId: target, place });
  };

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={strings.connectTitle}
      description={strings.connectText}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button variant="primary" disabled={source === undefined || target === undefined} onClick={connect}>
            {strings.connect}
          </Button>
        </>
      }
    >
      <div className="pb-connect-form">
        <Labelled label={strings.connectFromStep}>
          <Select
            label={strings.connectFromStep}
            value={source}
            options={state.graph.steps.map(({ id }) => ({ value: id, label: nameOf(id) }))}
            onValueChange={(next) => {
              setSource(next);
              setField(WHOLE);
              setTarget(firstTarget(state, next));
              setPlace(NONE);
              setChosen(undefined);
            }}
          />
        </Labelled>
        <Labelled label={strings.connectFromField}>
          <Select
            label={strings.connectFromField}
            value={field}
            options={[
              { value: WHOLE, label: strings.whole },
              ...fields.map((name) => ({ value: name, label: name })),
            ]}
            onValueChange={setField}
          />
        </Labelled>
        <Labelled label={strings.connectToStep}>
          <Select
            label={strings.connectToStep}
            value={target}
            options={targets.map(({ id }) => ({ value: id, label: nameOf(id) }))}
            onValueChange={(next) => {
              setTarget(next);
              setPlace(NONE);
            }}
          />
        </Labelled>
        <Labelled label={strings.connectToField}>
          <Select
            label={strings.connectToField}
            value={place}
            options={[
              { value: NONE, label: strings.connectNoField },
              ...rows.map((row) => ({
                value: row.place,
                label: rowLabel(row, strings),
                // The sides of several comparisons are called alike.
                ...(row.word && { description: row.place }),
              })),
            ]}
            onValueChange={setPlace}
          />
        </Labelled>
        {place === NONE && (
          <Labelled label={strings.connectWhen}>
            <Select
              label={strings.connectWhen}
              value={outcome}
              options={outcomes.map((on) => ({ value: on, label: outcomeName(step, on, strings) }))}
              onValueChange={setChosen}
            />
          </Labelled>
        )}
      </div>
    </Dialog>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="pb-connect-row">
      <span className="pb-label" aria-hidden="true">
        {label}
      </span>
      {children}
    </div>
  );
}
