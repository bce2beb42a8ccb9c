import { listReferences, type TemplateReference } from '../expressions/list-references.js';
import type { JsonValue, Template } from '../json.js';
import { ownProperty } from '../json-operations.js';
import { placeWithin } from '../place.js';
import { remembered } from '../remembered.js';
import { unreachable } from '../unreachable.js';
import type { HttpAuth, HttpBody, HttpRequestTemplate } from './http-request-schema.js';
import type { HttpStep } from './http-step-schema.js';
import { stepConditions } from './step-conditions.js';
import type { Step } from './step-schema.js';

/** A value of a step whose strings may hold expressions, and where it stands in the step. */
export interface StepTemplate {
  place: string;
  template: Template;
}

/** Every templated value of a step, at the places that `getAtPlace` and `setAtPlace` understand. */
export function stepTemplates(step: Step): StepTemplate[] {
  const templates: StepTemplate[] = [];
  for (const { place, condition } of stepConditions(step)) {
    if (!('left' in condition)) continue;
    add(templates, `${place}.left`, condition.left);
    add(templates, `${place}.right`, condition.right);
  }
  if (step.forEach) add(templates, 'forEach.items', step.forEach.items);
  addOwn(templates, step);
  addRecord(templates, 'output', step.output);
  return templates;
}

/** Every reference of a step. Computed once for each step object. */
export const stepReferences: (step: Step) => readonly TemplateReference[] = remembered((step) =>
  stepTemplates(step).flatMap(({ template, place }) => listReferences(template, place)),
);

function addOwn(templates: StepTemplate[], step: Step): void {
  switch (step.type) {
    case 'http':
      addHttp(templates, step);
      return;
    case 'connector':
    case 'action':
      add(templates, 'input', step.input);
      return;
    case 'wait':
      add(templates, 'for.seconds', step.for?.seconds);
      add(templates, 'until', step.until);
      return;
    case 'branch':
    case 'transform':
      return;
    default:
      unreachable(step);
  }
}

function addHttp(templates: StepTemplate[], step: HttpStep): void {
  const { pagination, reconcile } = step;
  templates.push(...requestTemplates(step.request, 'request'));
  if (pagination) {
    add(templates, 'pagination.items', pagination.items);
    if (pagination.type === 'next_url') add(templates, 'pagination.next', pagination.next);
    if (pagination.type === 'cursor') add(templates, 'pagination.cursor', pagination.cursor);
  }
  templates.push(...requestTemplates(reconcile?.request, 'reconcile.request'));
}

/** Every templated value of one request, which stands at that place. An editor also reads steps that have none yet. */
export function requestTemplates(request: HttpRequestTemplate | undefined, place: string): StepTemplate[] {
  const templates: StepTemplate[] = [];
  if (!request) return templates;
  add(templates, `${place}.url`, request.url);
  addRecord(templates, `${place}.path`, request.path);
  addRecord(templates, `${place}.query`, request.query);
  addRecord(templates, `${place}.headers`, request.headers);
  if (request.auth) addAuth(templates, `${place}.auth`, request.auth);
  if (request.body) addBody(templates, `${place}.body`, request.body);
  if (request.idempotency) add(templates, `${place}.idempotency.key`, request.idempotency.key);
  return templates;
}

/** The texts of an authentication that may hold expressions: the same in every form that has them. */
const AUTH_TEXTS = [
  'token',
  'username',
  'password',
  'value',
  'secret',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'region',
  'service',
];

function addAuth(templates: StepTemplate[], place: string, auth: HttpAuth): void {
  for (const name of AUTH_TEXTS) {
    const text = ownProperty<unknown>(auth, name);
    if (typeof text === 'string') add(templates, `${place}.${name}`, text);
  }
}

function addBody(templates: StepTemplate[], place: string, body: HttpBody): void {
  switch (body.type) {
    case 'json':
      add(templates, `${place}.value`, body.value);
      return;
    case 'form':
      addRecord(templates, `${place}.fields`, body.fields);
      return;
    case 'multipart':
      addRecord(templates, `${place}.fields`, body.fields);
      for (const [name, file] of Object.entries(body.files ?? {})) {
        const at = placeWithin(`${place}.files`, name);
        add(templates, `${at}.content`, file.content);
        add(templates, `${at}.filename`, file.filename);
        add(templates, `${at}.contentType`, file.contentType);
      }
      return;
    case 'graphql':
      addRecord(templates, `${place}.variables`, body.variables);
      return;
    case 'text':
      add(templates, `${place}.text`, body.text);
      return;
    case 'base64':
      add(templates, `${place}.content`, body.content);
      return;
    case 'none':
      return;
    default:
      unreachable(body);
  }
}

function add(templates: StepTemplate[], place: string, template: Template | undefined): void {
  if (template !== undefined) templates.push({ place, template });
}

function addRecord(
  templates: StepTemplate[],
  place: string,
  record: Readonly<Record<string, JsonValue>> | undefined,
): void {
  for (const [key, template] of Object.entries(record ?? {})) {
    templates.push({ place: placeWithin(place, key), template });
  }
}
