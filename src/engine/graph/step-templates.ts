import { listReferences, type TemplateReference } from '../expressions/list-references.js';
import type { JsonValue, Template } from '../json.js';
import { placeWithin } from '../place.js';
import { unreachable } from '../unreachable.js';
import type { HttpRequestTemplate, Step } from './schema.js';

/** A value of a step whose strings may hold expressions, and where it stands in the step. */
export interface StepTemplate {
  place: string;
  template: Template;
}

/** Every templated value of a step, at the places that `getAtPlace` and `setAtPlace` understand. */
export function stepTemplates(step: Step): StepTemplate[] {
  const templates = ownTemplates(step);
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

function ownTemplates(step: Step): StepTemplate[] {
  switch (step.type) {
    case 'http':
      // An editor also reads what was never checked, and may be half filled in.
      return step.request ? requestTemplates(step.request) : [];
    case 'connector':
      return [{ place: 'input', template: step.input }];
    case 'transform':
      return [];
    default:
      return unreachable(step);
  }
}

function requestTemplates(request: HttpRequestTemplate): StepTemplate[] {
  const templates: StepTemplate[] = [{ place: 'request.url', template: request.url }];
  addRecord(templates, 'request.path', request.path);
  addRecord(templates, 'request.query', request.query);
  addRecord(templates, 'request.headers', request.headers);
  const { body } = request;
  switch (body?.type) {
    case 'json':
      templates.push({ place: 'request.body.value', template: body.value });
      break;
    case 'form':
      addRecord(templates, 'request.body.fields', body.fields);
      break;
    case 'text':
      templates.push({ place: 'request.body.text', template: body.text });
      break;
    case 'none':
    case undefined:
      break;
    default:
      unreachable(body);
  }
  return templates;
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
