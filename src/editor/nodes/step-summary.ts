import type { ConnectorStep, Step, WaitStep } from '../../engine/index.js';
import { unreachable } from '../../engine/unreachable.js';
import type { ConnectorSummary } from '../connector-summary.js';
import type { EditorStrings } from '../strings.js';

/** The path of a URL as people read it: without scheme and host, without what follows `?`. */
function pathOfUrl(url = ''): string {
  const rest = url.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*|\{\{[^}]*\}\})/i, '').split(/[?#]/, 1)[0] ?? '';
  return rest === '' ? '/' : rest;
}

/** What is to be said of a connector: its name where the step has another, else its size. */
function connectorFacts(
  step: ConnectorStep,
  connector: ConnectorSummary | undefined,
  strings: EditorStrings,
): string {
  if (connector === undefined) return step.connector ?? '';
  if (stepName(step, connector) !== connector.name) return connector.name;
  return connector.stepCount === undefined ? connector.slug : strings.stepCount(connector.stepCount);
}

/** A template without the braces where it is one expression, and other values as text. */
function shortText(value: unknown): string {
  return String(value).replace(/^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/, '$1');
}

function waitSummary({ for: time, until }: WaitStep, strings: EditorStrings): string {
  if (until !== undefined && until !== '') return strings.waitUntil(shortText(until));
  const seconds = time?.seconds;
  if (seconds === undefined || seconds === null || seconds === '') return strings.waitUnset;
  return typeof seconds === 'number' ? strings.waitFor(seconds) : strings.waitForTemplate(shortText(seconds));
}

/** What the ways out of a step are called: the cases of a branch by their names. */
export function outcomeName(step: Step | undefined, on: string, strings: EditorStrings): string {
  if (on === 'success') return step?.type === 'branch' ? strings.anyWay : strings.edgeOnSuccess;
  if (on === 'failure') return strings.edgeOnFailure;
  const known = step?.type === 'branch' ? (step.cases ?? []).find(({ id }) => id === on) : undefined;
  if (known) return known.name || known.id;
  return on === 'else' && step?.type === 'branch' ? strings.otherwise : strings.wayGone(on);
}

/** What a step does, in a few characters: `GET /users/:id`. */
export function stepSummary(
  step: Step,
  connector: ConnectorSummary | undefined,
  strings: EditorStrings,
): string {
  switch (step.type) {
    case 'http':
      // A host may give a graph that is half filled in.
      return `${step.request?.method ?? 'GET'} ${pathOfUrl(step.request?.url)}`;
    case 'connector':
      return strings.connectorSummary(connectorFacts(step, connector, strings));
    case 'branch':
      return (step.cases ?? []).map(({ id, name }) => name || id).join(' · ') || strings.noCases;
    case 'wait':
      return waitSummary(step, strings);
    case 'action':
      return strings.actionSummary(step.action ?? '');
    case 'transform':
      return Object.keys(step.output ?? {}).join(', ') || strings.noFields;
    default:
      return unreachable(step);
  }
}

/** What a step is called: its own name, else its connector's, else its id. */
export function stepName(step: Step, connector?: ConnectorSummary): string {
  return step.name || connector?.name || step.id;
}
