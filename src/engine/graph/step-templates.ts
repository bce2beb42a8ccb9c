import { listReferences, type TemplateReference } from '../expressions/list-references.js';
import type { JsonValue, Template } from '../json.js';
import { placeWithin } from '../place.js';
import { unreachable } from '../unreachable.js';
import type { Condition } from './condition-schema.js';
import type { HttpAuth, HttpBody, HttpRequestTemplate } from './http-request-schema.js';
import type { HttpStep } from './http-step-schema.js';
import type { Step } from './step-schema.js';

/** A value of a step whose strings may hold expressions, and where it stands in the step. */
export interface StepTemplate {
  place: string;
  template: Template;
}

/** Every templated value of a step, at the places that `getAtPlace` and `setAtPlace` understand. */
export function stepTemplates(step: Step): StepTemplate[] {
  const templates: StepTemplate[] = [];
  if (step.when) addCondition(templates, 'when', step.when);
  if (step.forEach) add(templates, 'forEach.items', step.forEach.items);
  addOwn(templates, step);
  addRecord(templates, 'output', step.output);
  return templates;
}

/** Every reference of a step. Computed once for each step object. */
export function stepReferences(step: Step): readonly TemplateReference[] {
  const known = references.get(step);
  if (known) return known;
  const list = stepTemplates(step).flatMap(({ template, place }) => listReferences(template, place));
  references.set(step, list);
  return list;
}

const references = new WeakMap<Step, readonly TemplateReference[]>();

function addOwn(templates: StepTemplate[], step: Step): void {
  switch (step.type) {
    case 'http':
      addHttp(templates, step);
      return;
    case 'connector':
    case 'action':
      add(templates, 'input', step.input);
      return;
    case 'branch':
      // An editor also reads what was never checked, and may be half filled in: here and below.
      for (const [index, { when }] of (step.cases ?? []).entries())
        addCondition(templates, `cases[${index}].when`, when);
      return;
    case 'wait':
      add(templates, 'for.seconds', step.for?.seconds);
      add(templates, 'until', step.until);
      return;
    case 'transform':
      return;
    default:
      unreachable(step);
  }
}

function addHttp(templates: StepTemplate[], step: HttpStep): void {
  const { classify, pagination, poll, reconcile } = step;
  addRequest(templates, 'request', step.request);
  for (const [index, { when }] of (classify ?? []).entries())
    addCondition(templates, `classify[${index}].when`, when);
  if (pagination) {
    add(templates, 'pagination.items', pagination.items);
    if (pagination.type === 'next_url') add(templates, 'pagination.next', pagination.next);
    if (pagination.type === 'cursor') add(templates, 'pagination.cursor', pagination.cursor);
    if (pagination.stopWhen) addCondition(templates, 'pagination.stopWhen', pagination.stopWhen);
  }
  if (poll) addCondition(templates, 'poll.until', poll.until);
  if (!reconcile) return;
  addRequest(templates, 'reconcile.request', reconcile.request);
  addCondition(templates, 'reconcile.found', reconcile.found);
}

/** Every templated value of one request, which stands at that place. */
export function requestTemplates(request: HttpRequestTemplate, place: string): StepTemplate[] {
  const templates: StepTemplate[] = [];
  addRequest(templates, place, request);
  return templates;
}

function addRequest(
  templates: StepTemplate[],
  place: string,
  request: HttpRequestTemplate | undefined,
): void {
  if (!request) return;
  add(templates, `${place}.url`, request.url);
  addRecord(templates, `${place}.path`, request.path);
  addRecord(templates, `${place}.query`, request.query);
  addRecord(templates, `${place}.headers`, request.headers);
  if (request.auth) addAuth(templates, `${place}.auth`, request.auth);
  if (request.body) addBody(templates, `${place}.body`, request.body);
  if (request.idempotency) add(templates, `${place}.idempotency.key`, request.idempotency.key);
}

function addAuth(templates: StepTemplate[], place: string, auth: HttpAuth): void {
  const fields = authTexts(auth);
  for (const [key, text] of Object.entries(fields)) add(templates, placeWithin(place, key), text);
}

/** The texts of an authentication that may hold expressions, by their names. */
function authTexts(auth: HttpAuth): Readonly<Record<string, string | undefined>> {
  switch (auth.type) {
    case 'credential':
      return {};
    case 'bearer':
    case 'oauth2':
      return { token: auth.token };
    case 'basic':
      return { username: auth.username, password: auth.password };
    case 'api_key':
      return { value: auth.value };
    case 'hmac':
      return { secret: auth.secret };
    case 'aws_sigv4': {
      const { accessKeyId, secretAccessKey, sessionToken, region, service } = auth;
      return { accessKeyId, secretAccessKey, sessionToken, region, service };
    }
    default:
      return unreachable(auth);
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

/** The two sides of every comparison in a condition. */
function addCondition(templates: StepTemplate[], place: string, condition: Condition): void {
  if (typeof condition !== 'object' || condition === null) return;
  if ('all' in condition) addConditions(templates, `${place}.all`, condition.all);
  else if ('any' in condition) addConditions(templates, `${place}.any`, condition.any);
  else if ('not' in condition) addCondition(templates, `${place}.not`, condition.not);
  else {
    add(templates, `${place}.left`, condition.left);
    add(templates, `${place}.right`, condition.right);
  }
}

function addConditions(templates: StepTemplate[], place: string, conditions: readonly Condition[]): void {
  for (const [index, condition] of conditions.entries())
    addCondition(templates, `${place}[${index}]`, condition);
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
