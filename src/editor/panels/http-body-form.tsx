import { type HttpBody, type HttpStep, type JsonValue, unreachable } from '../../engine/index.js';
import { DynamicForm, type FormError } from '../../forms/dynamic-form.js';
import type { ReferenceSource } from '../../forms/reference-source.js';
import { JsonView } from '../../ui/json-view.js';
import { isObject } from '../flow/step-shape.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { ControlPart } from './control-part.js';
import { useStepChange, useStepGesture } from './use-step-form.js';

export interface HttpBodyFormProps {
  step: HttpStep;
  references: ReferenceSource[];
  errors: readonly FormError[];
}

type BodyKind = HttpBody['type'];

/** Kinds of bodies that are shown and kept, and have no fields. */
const kindNames = { multipart: 'Multipart', graphql: 'GraphQL', base64: 'Base64' } as const;

function isFieldless(body: HttpBody): body is Extract<HttpBody, { type: keyof typeof kindNames }> {
  return Object.hasOwn(kindNames, body.type);
}

/** The JSON that a text says; `undefined` where it says none. */
function parsedJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue; // JSON.parse gives nothing else
  } catch {
    return undefined;
  }
}

/** Text as JSON. What doesn't parse is kept as one string, which `textOfJson` gives back as it was. */
function jsonOfText(text: string): JsonValue {
  return text.trim() === '' ? {} : (parsedJson(text) ?? text);
}

function textOfJson(value: JsonValue): string {
  const isKeptText = typeof value === 'string' && parsedJson(value) === undefined;
  return isKeptText ? value : JSON.stringify(value, null, 2);
}

/** A body of another kind that keeps what it can of the one before. */
export function bodyOfKind(kind: BodyKind, before: HttpBody | undefined): HttpBody | undefined {
  const fields =
    before?.type === 'form' || before?.type === 'multipart'
      ? (before.fields ?? {})
      : before?.type === 'json' && isObject(before.value)
        ? before.value
        : {};
  switch (kind) {
    case 'none':
      return undefined;
    case 'json':
      return { type: 'json', value: before?.type === 'text' ? jsonOfText(before.text) : fields };
    case 'form':
      return { type: 'form', fields };
    case 'text':
      return { type: 'text', text: before?.type === 'json' ? textOfJson(before.value) : '' };
    case 'multipart':
    case 'graphql':
    case 'base64':
      // Kinds without fields are not offered; one that is there stays as it is.
      return before;
    default:
      return unreachable(kind);
  }
}

/** Where the value of a body stands in the step, and the form that it has. */
export function contentOfBody(body: HttpBody | undefined) {
  switch (body?.type) {
    case 'json':
      return {
        place: 'request.body.value',
        value: body.value,
        schema: isObject(body.value) ? { type: 'object', additionalProperties: {} } : {},
      };
    case 'form':
      return {
        place: 'request.body.fields',
        value: body.fields,
        schema: { type: 'object', additionalProperties: {} },
      };
    case 'text':
      return { place: 'request.body.text', value: body.text, schema: { type: 'string', format: 'textarea' } };
    case 'none':
    case 'multipart':
    case 'graphql':
    case 'base64':
    case undefined:
      return undefined;
    default:
      return unreachable(body);
  }
}

/** The body of an HTTP request: its kind, and the fields or text in it. */
export function HttpBodyForm({ step, references, errors }: HttpBodyFormProps) {
  const change = useStepChange(step);
  const act = useStepGesture(step);
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  // A host may give a graph that is half filled in.
  const { body }: Partial<HttpStep['request']> = step.request ?? {};
  const content = contentOfBody(body);
  const label = strings.body;
  const hasFields = body === undefined || !isFieldless(body);
  return (
    <ControlPart<BodyKind>
      label={label}
      value={body?.type ?? 'none'}
      segments={[
        { value: 'none', label: strings.bodyNone },
        { value: 'json', label: 'JSON' },
        { value: 'form', label: strings.bodyForm },
        { value: 'text', label: strings.bodyText },
        ...(hasFields ? [] : [{ value: body.type, label: kindNames[body.type] }]),
      ]}
      onValueChange={(kind) => act('request.body', bodyOfKind(kind, body) as JsonValue | undefined)} // a body is JSON
    >
      {!hasFields && (
        <>
          <p className="pb-inspector-note">{strings.bodyKept}</p>
          <JsonView value={body as JsonValue /* a body is JSON */} label={label} />
        </>
      )}
      {content && (
        <DynamicForm
          key={content.place}
          schema={content.schema}
          value={content.value}
          references={references}
          place={content.place}
          errors={errors}
          readOnly={isReadOnly}
          onChange={(next) => change(content.place, next)}
        />
      )}
    </ControlPart>
  );
}
