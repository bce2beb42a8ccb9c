import {
  type ConnectorStep,
  getAtPlace,
  type HttpStep,
  type JsonValue,
  type Step,
  type TransformStep,
  unreachable,
} from '../../engine/index.js';
import { DynamicForm, type FormError } from '../../forms/dynamic-form.js';
import { EmptyState } from '../../ui/empty-state.js';
import { isInside, pathNames } from '../flow/node-rows.js';
import { isObject } from '../flow/step-shape.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { changedPlace } from './changed-place.js';
import { contentOfBody, HttpBodyForm } from './http-body-form.js';
import { httpRequestFormSchema } from './http-schema.js';
import { useProblems } from './use-problems.js';
import { useReferenceSources } from './use-reference-sources.js';

/** Turns a form's new value into the smallest edit that says the same. */
function useStepChange(step: Step): (place: string, next: JsonValue) => void {
  const editor = useEditor();
  return (place, next) => {
    const change = changedPlace(getAtPlace(step, place), next, place);
    if (change) editor.dispatch({ type: 'update_step', id: step.id, ...change });
  };
}

/** The problems of one step at or inside a place. A step that was just added is not told off before it is filled in. */
function useFormErrors(step: Step, place: string): FormError[] {
  const strings = useStrings();
  const whenLeft = useEditorState((state) => state.untouchedId === step.id);
  return useProblems().flatMap(({ stepId, path = '', code, message }) =>
    stepId === step.id && isInside(path, place)
      ? [{ path, message: code === 'missing_field' ? strings.fieldNeeded : message, whenLeft }]
      : [],
  );
}

function HttpSetUp({ step }: { step: HttpStep }) {
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'request');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const strings = useStrings();
  // A host may give a graph that is half filled in.
  const { body, queryArrays, ...request }: Partial<HttpStep['request']> = step.request ?? {};
  const bodyPlace = contentOfBody(body)?.place;
  const isInBody = ({ path }: FormError) => bodyPlace !== undefined && isInside(path, bodyPlace);
  return (
    <>
      <DynamicForm
        schema={httpRequestFormSchema(step, strings)}
        place="request"
        value={{ ...request } as JsonValue /* an HTTP request is JSON */}
        references={references}
        errors={errors.filter((error) => !isInBody(error))}
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
      <HttpBodyForm step={step} references={references} errors={errors.filter(isInBody)} />
    </>
  );
}

/** Without the values of path names that the URL no longer has and that are empty. A form leaves an emptied URL out. */
function withoutForgottenNames(request: Record<string, JsonValue>): Record<string, JsonValue> {
  const { path, url = '', ...rest } = request;
  const next = { ...rest, url };
  if (!isObject(path) || typeof url !== 'string') return next;
  const names = pathNames(url);
  const kept = Object.entries(path).filter(
    ([name, value]) => names.includes(name) || (value !== '' && value !== null),
  );
  return kept.length === 0 ? next : { ...next, path: Object.fromEntries(kept) };
}

function ConnectorSetUp({ step }: { step: ConnectorStep }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'input');
  const connector = useEditorState((state) => state.connectorOf.get(step.connector));
  const isReadOnly = useEditorState((state) => state.readOnly);
  if (connector === undefined)
    return <p className="pb-inspector-note">{strings.connectorGone(step.connector)}</p>;
  const properties = connector.inputSchema?.properties;
  if (!isObject(properties) || Object.keys(properties).length === 0) {
    return <EmptyState title={strings.noInputTitle}>{strings.noInputText}</EmptyState>;
  }
  return (
    <DynamicForm
      schema={connector.inputSchema ?? {}}
      place="input"
      value={step.input}
      references={references}
      errors={errors}
      readOnly={isReadOnly}
      onChange={(next) => change('input', next)}
    />
  );
}

/** A transform's output may have any fields. */
const transformSchema = { type: 'object', additionalProperties: {} };

function TransformSetUp({ step }: { step: TransformStep }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step.id);
  const errors = useFormErrors(step, 'output');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const output = step.output ?? {};
  return (
    <>
      {Object.keys(output).length === 0 && <p className="pb-inspector-note">{strings.transformEmpty}</p>}
      <DynamicForm
        schema={transformSchema}
        value={output}
        place="output"
        references={references}
        errors={errors}
        readOnly={isReadOnly}
        onChange={(next) => change('output', next)}
      />
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
