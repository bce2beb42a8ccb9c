import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import {
  type ConnectorStep,
  getAtPlace,
  type HttpStep,
  type JsonValue,
  placeWithin,
  type Step,
  type TransformStep,
  unreachable,
} from '../../engine/index.js';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { TextField } from '../../ui/text-field.js';
import { isInside, pathNames } from '../flow/node-rows.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { changedPlace } from './changed-place.js';
import { HttpBodyForm } from './http-body-form.js';
import { httpRequestFormSchema } from './http-schema.js';
import { LazyForm } from './lazy-form.js';
import { useProblems } from './use-problems.js';
import { useReferenceSources } from './use-reference-sources.js';

/** Turns a form's new value into the smallest edit that says the same. */
export function useStepChange(step: Step): (place: string, next: JsonValue) => void {
  const editor = useEditor();
  return (place, next) => {
    const change = changedPlace(getAtPlace(step, place), next, place);
    if (change) editor.dispatch({ type: 'update_step', id: step.id, ...change });
  };
}

/** The problems of one step at or inside a place, their paths counted from there. */
export function useFormErrors(step: Step, place: string): { path: string; message: string }[] {
  return useProblems()
    .filter((problem) => problem.stepId === step.id && isInside(problem.path ?? '', place))
    .map((problem) => ({
      path: (problem.path ?? '').slice(place.length).replace(/^\./, ''),
      message: problem.message,
    }));
}

function HttpSetUp({ step }: { step: HttpStep }) {
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'request');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const { body, queryArrays, ...request } = step.request;
  return (
    <>
      <LazyForm
        schema={httpRequestFormSchema(step)}
        value={{ ...request } as JsonValue /* an HTTP request is JSON */}
        references={references}
        errors={errors}
        readOnly={isReadOnly}
        onChange={(next) => {
          if (!isObject(next)) return;
          change('request', {
            ...withoutForgottenNames(next),
            ...(body && { body: body as JsonValue }), // as above
            ...(queryArrays && { queryArrays }),
          });
        }}
      />
      <HttpBodyForm step={step} references={references} errors={errors} />
    </>
  );
}

/** Without the values of path names that the URL no longer has and that are empty. */
function withoutForgottenNames(request: Record<string, JsonValue>): Record<string, JsonValue> {
  const { path, url, ...rest } = request;
  const next = url === undefined ? rest : { ...rest, url };
  if (!isObject(path) || typeof url !== 'string') return next;
  const names = pathNames(url);
  const kept = Object.entries(path).filter(([name, value]) => names.includes(name) || (value !== '' && value !== null));
  return kept.length === 0 ? next : { ...next, path: Object.fromEntries(kept) };
}

function ConnectorSetUp({ step }: { step: ConnectorStep }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'input');
  const connector = useEditorState((state) => state.connectorOf.get(step.connector));
  const isReadOnly = useEditorState((state) => state.readOnly);
  if (connector === undefined) return <p className="pb-inspector-note">{strings.connectorGone(step.connector)}</p>;
  const properties = connector.inputSchema?.properties;
  if (!isObject(properties) || Object.keys(properties).length === 0) {
    return <EmptyState title={strings.noInputTitle}>{strings.noInputText}</EmptyState>;
  }
  return (
    <LazyForm
      schema={connector.inputSchema ?? {}}
      value={step.input}
      references={references}
      errors={errors}
      readOnly={isReadOnly}
      onChange={(next) => change('input', next)}
    />
  );
}

function TransformSetUp({ step }: { step: TransformStep }) {
  const editor = useEditor();
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'output');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const [name, setName] = useState('');
  const output = step.output ?? {};
  const fields = Object.keys(output);
  const schema = { type: 'object', properties: Object.fromEntries(fields.map((field) => [field, { title: field }])) };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const field = name.trim();
    if (field === '' || Object.hasOwn(output, field)) return;
    editor.dispatch({ type: 'update_step', id: step.id, place: placeWithin('output', field), value: '' });
    setName('');
  };
  return (
    <>
      {fields.length === 0 && <p className="pb-inspector-note">{strings.transformEmpty}</p>}
      <LazyForm
        schema={schema}
        value={output}
        references={references}
        errors={errors}
        readOnly={isReadOnly}
        onChange={(next) => change('output', next)}
      />
      {!isReadOnly && (
        <form className="pb-add-field" onSubmit={add}>
          <TextField label={strings.transformName} value={name} onValueChange={setName} mono />
          <Button type="submit" icon={<Plus />} disabled={name.trim() === ''}>
            {strings.transformAdd}
          </Button>
        </form>
      )}
      {!isReadOnly && fields.length > 0 && (
        <div className="pb-field-removers">
          {fields.map((field) => (
            <Button
              key={field}
              size="small"
              variant="ghost"
              icon={<X />}
              aria-label={strings.transformRemove(field)}
              onClick={() =>
                editor.dispatch({ type: 'unwire', target: { stepId: step.id, place: placeWithin('output', field) } })
              }
            >
              {field}
            </Button>
          ))}
        </div>
      )}
    </>
  );
}

/** The form of a step: the request of an HTTP step, the input of a connector, the fields of a transform. */
export function StepSetUp({ step }: { step: Step }) {
  switch (step.type) {
    case 'http':
      return <HttpSetUp step={step} />;
    case 'connector':
      return <ConnectorSetUp step={step} />;
    case 'transform':
      return <TransformSetUp step={step} />;
    default:
      return unreachable(step);
  }
}
