import { type HttpBody, type Step, setAtPlace, stepSchema } from '../../engine/index.js';

/** The body with what its type can't be without. */
function completeBody(body: HttpBody): HttpBody {
  switch (body.type) {
    case 'json':
      return body.value === undefined ? { ...body, value: null } : body;
    case 'form':
      return body.fields === undefined ? { ...body, fields: {} } : body;
    case 'text':
      return body.text === undefined ? { ...body, text: '' } : body;
    default:
      return body;
  }
}

/**
 * The step with another value at that place; `undefined` takes it away. What no step can be without, like the URL of a
 * request or a side of a comparison, is emptied instead: a graph that is half filled in is still one that can be saved.
 */
export function setInStep(step: Step, place: string, value: Parameters<typeof setAtPlace>[2]): Step {
  const next = completeStep(setAtPlace(step, place, value));
  if (value !== undefined || !isComplete(step) || isComplete(next)) return next;
  const emptied = setAtPlace(step, place, '');
  return isComplete(emptied) ? emptied : next;
}

function isComplete(step: Step): boolean {
  return stepSchema.safeParse(step).success;
}

function completeStep(next: Step): Step {
  if (next.type === 'connector') return next.input === undefined ? { ...next, input: {} } : next;
  if (next.type !== 'http') return next;
  // Types say these are there; what was just taken away isn't.
  const { method = 'GET', url = '', body } = next.request ?? {};
  const completed = body && completeBody(body);
  if (next.request?.method === method && next.request.url === url && completed === body) return next;
  return { ...next, request: { ...next.request, method, url, ...(completed && { body: completed }) } };
}
