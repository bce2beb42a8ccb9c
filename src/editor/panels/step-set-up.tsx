import { Suspense } from 'react';
import {
  type ConnectorStep,
  type HttpStep,
  type Step,
  type TransformStep,
  unreachable,
} from '../../engine/index.js';
import { DynamicForm, type FormError } from '../../forms/dynamic-form.js';
import { EmptyState } from '../../ui/empty-state.js';
import { lazyPart } from '../../ui/lazy-part.js';
import { Skeleton } from '../../ui/skeleton.js';
import { isInside } from '../flow/node-rows.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { contentOfBody, HttpBodyForm } from './http-body-form.js';
import { formValueOf, requestOf } from './http-request-value.js';
import { httpRequestFormSchema } from './http-schema.js';
import { useReferenceSources } from './use-reference-sources.js';
import { useFormErrors, useStepChange } from './use-step-form.js';

const BranchSetUp = lazyPart(async () => (await import('./branch-set-up.js')).BranchSetUp);
const WaitSetUp = lazyPart(async () => (await import('./wait-set-up.js')).WaitSetUp);
const ActionSetUp = lazyPart(async () => (await import('./action-set-up.js')).ActionSetUp);
const HttpAuthForm = lazyPart(async () => (await import('./http-auth-form.js')).HttpAuthForm);
const StepOptions = lazyPart(async () => (await import('./step-options.js')).StepOptions);

function HttpSetUp({ step }: { step: HttpStep }) {
  const change = useStepChange(step);
  const references = useReferenceSources(step);
  const errors = useFormErrors(step, 'request');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const credentials = useEditorState((state) => state.credentials);
  const strings = useStrings();
  const { request } = step;
  const bodyPlace = contentOfBody(request?.body)?.place;
  const isInBody = ({ path }: FormError) => bodyPlace !== undefined && isInside(path, bodyPlace);
  const isOfAuth = ({ path }: FormError) => credentials !== undefined && isInside(path, 'request.auth');
  return (
    <>
      <DynamicForm
        schema={httpRequestFormSchema(step, strings)}
        place="request"
        value={formValueOf(request)}
        references={references}
        errors={errors.filter((error) => !isInBody(error) && !isOfAuth(error))}
        readOnly={isReadOnly}
        onChange={(next) => {
          if (isObject(next)) change('request', requestOf(request, next));
        }}
      />
      {credentials && <HttpAuthForm step={step} credentials={credentials} errors={errors.filter(isOfAuth)} />}
      <HttpBodyForm step={step} references={references} errors={errors.filter(isInBody)} />
    </>
  );
}

function ConnectorSetUp({ step }: { step: ConnectorStep }) {
  const strings = useStrings();
  const change = useStepChange(step);
  const references = useReferenceSources(step);
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
  const references = useReferenceSources(step);
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

/**
 * The form of a step: the request of an HTTP step, the input of a connector or action, the fields of a transform, the
 * cases of a branch, the time of a wait; then what is set and has no field.
 */
export function StepSetUp({ step }: { step: Step }) {
  return (
    <>
      <Suspense fallback={<Skeleton lines={4} height={34} />}>
        <OwnSetUp step={step} />
      </Suspense>
      <Suspense fallback={null}>
        <StepOptions step={step} />
      </Suspense>
    </>
  );
}

function OwnSetUp({ step }: { step: Step }) {
  switch (step.type) {
    case 'http':
      return <HttpSetUp step={step} />;
    case 'connector':
      return <ConnectorSetUp step={step} />;
    case 'transform':
      return <TransformSetUp step={step} />;
    case 'branch':
      return <BranchSetUp step={step} />;
    case 'wait':
      return <WaitSetUp step={step} />;
    case 'action':
      return <ActionSetUp step={step} />;
    default:
      return unreachable(step);
  }
}
