import { describe, expect, it } from 'vitest';
import { englishEditorStrings as strings } from '../../src/editor/english-strings.js';
import { comparisonsOf, completeComparison, simpleConditionOf } from '../../src/editor/flow/conditions.js';
import { inputRows } from '../../src/editor/flow/node-rows.js';
import { fromReactFlow, toReactFlow } from '../../src/editor/flow/react-flow.js';
import { stepOptions } from '../../src/editor/flow/step-options.js';
import { fieldsOf, shapeOf } from '../../src/editor/flow/step-shape.js';
import { rowLabel } from '../../src/editor/nodes/row-label.js';
import { stepSummary } from '../../src/editor/nodes/step-summary.js';
import { formValueOf, requestOf } from '../../src/editor/panels/http-request-value.js';
import { applyEdit } from '../../src/editor/store/apply-edit.js';
import { createEditor } from '../../src/editor/store/editor.js';
import {
  type Condition,
  getAtPlace,
  type HttpRequestTemplate,
  type HttpStep,
  parseGraph,
  type Step,
} from '../../src/engine/index.js';
import { branchStep, graph, httpStep } from './graphs.js';

const wait = (more: Partial<Extract<Step, { type: 'wait' }>>): Step => ({ id: 'b', type: 'wait', ...more });
const words = (step: Step) => inputRows(step).map((row) => [row.place, rowLabel(row, strings)]);

describe('inputs of steps', () => {
  const large = (when: Condition): Step => ({
    ...branchStep('b', 'large'),
    cases: [{ id: 'large', name: 'Large order', when }],
  });
  const total = { left: '{{a.total}}', op: 'gt', right: 100 } as const;
  const lines = { left: '{{a.lines}}', op: 'empty' } as const;

  it('of a branch: both sides of each comparison, read as a sentence', () => {
    expect(words(large({ any: [total, lines] }))).toEqual([
      ['cases[0].when.any[0].left', 'Large order'],
      ['cases[0].when.any[0].right', 'is greater than'],
      ['cases[0].when.any[1].left', 'or'],
      ['cases[0].when.any[1].right', 'is empty'],
    ]);
  });

  it('of a nested condition: each comparison is only said to be a part', () => {
    expect(words(large({ not: { all: [total, lines] } }))).toEqual([
      ['cases[0].when.not.all[0].left', 'part of: Large order'],
      ['cases[0].when.not.all[0].right', 'is greater than'],
      ['cases[0].when.not.all[1].left', 'part of: Large order'],
      ['cases[0].when.not.all[1].right', 'is empty'],
    ]);
  });

  it('of a comparison that looks at one side: nothing can be drawn to the other', () => {
    const step = wait({ when: { left: '{{a.x}}', op: 'exists' }, for: { seconds: 1 } });
    expect(inputRows(step).map(({ place, isFixed = false }) => [place, isFixed])).toEqual([
      ['when.left', false],
      ['when.right', true],
      ['for.seconds', false],
    ]);
  });

  it('of a loop and a condition come before those of the step itself', () => {
    const step = httpStep('b', {
      forEach: { items: '{{a.people}}' },
      when: { left: '{{a.on}}', op: 'equals', right: true },
      request: { method: 'GET', url: 'https://x/:id', path: { id: '{{item.id}}' } },
    });
    expect(words(step)).toEqual([
      ['forEach.items', 'for each of'],
      ['when.left', 'only if'],
      ['when.right', 'is'],
      ['request.path.id', 'id'],
    ]);
  });

  it('of a wait: its seconds or its moment', () => {
    expect(words(wait({ for: { seconds: '{{a.delay}}' } }))).toEqual([['for.seconds', 'seconds']]);
    expect(words(wait({ until: '{{a.due}}' }))).toEqual([['until', 'until']]);
    expect(words(wait({}))).toEqual([['for.seconds', 'seconds']]);
  });

  it('of an action: what it is given', () => {
    const action = (input: Extract<Step, { type: 'action' }>['input']): Step => ({
      id: 'b',
      type: 'action',
      action: 'mail',
      ...(input !== undefined && { input }),
    });
    expect(words(action({ to: '{{a.mail}}' }))).toEqual([['input.to', 'to']]);
    expect(words(action('{{a}}'))).toEqual([['input', 'input']]);
    expect(words(action(undefined))).toEqual([]);
  });

  it('that stand among options without fields are named after their option', () => {
    const poll = {
      until: { left: '{{a.state}}', op: 'equals' as const, right: 'done' },
      intervalMs: 1_000,
      maxAttempts: 3,
    };
    expect(words(httpStep('b', { poll }))).toEqual([['poll.until.left', 'poll left']]);
  });
});

describe('wires into', () => {
  const places: [string, Step][] = [
    ['cases[0].when.left', branchStep('b', 'large')],
    ['cases[0].when.right', branchStep('b', 'large')],
    ['when.left', httpStep('b', { when: { left: '', op: 'exists' } })],
    ['forEach.items', httpStep('b', { forEach: { items: '' } })],
    ['for.seconds', wait({ for: { seconds: 60 } })],
    ['until', wait({ until: '' })],
    ['input.to', { id: 'b', type: 'action', action: 'mail', input: { to: '' } }],
  ];
  it.each(places)(
    '%s are written, drawn to that place, and leave a graph that can be saved when they go',
    (place, step) => {
      const editor = createEditor({ graph: graph('a, b', [step]) });
      editor.dispatch({
        type: 'wire',
        source: { root: 'a', path: ['value'] },
        target: { stepId: 'b', place },
      });
      const { graph: wired, edges } = editor.store.getState();
      expect(getAtPlace(wired.steps[1], place)).toBe('{{a.value}}');
      expect(
        edges.filter(
          ({ type, source, targetHandle }) =>
            type === 'wire' && source === 'a' && targetHandle === `in:${place}`,
        ),
      ).toHaveLength(1);
      expect(inputRows(wired.steps[1]!).map((row) => row.place)).toContain(place);
      editor.dispatch({ type: 'unwire', target: { stepId: 'b', place } });
      const { graph: next } = editor.store.getState();
      expect(JSON.stringify(next)).not.toContain('{{a.value}}');
      expect(parseGraph(next).ok).toBe(true);
    },
  );

  it('a side of a comparison is emptied where the step that it reads is deleted', () => {
    const before = graph('a -> b', [branchStep('b', 'large')]);
    const { graph: next } = applyEdit(before, { type: 'remove_steps', ids: ['a'], readers: 'clear' });
    expect(getAtPlace(next.steps[0], 'cases[0].when')).toEqual({ left: '', op: 'equals', right: 'large' });
    expect(parseGraph(next).ok).toBe(true);
  });
});

describe('conditions as lists', () => {
  const one = { left: '{{a}}', op: 'exists' } as const;

  it.each([
    [one, { joint: undefined, comparisons: [one] }],
    [{ any: [one, one] }, { joint: 'any', comparisons: [one, one] }],
    [{ all: [] }, { joint: 'all', comparisons: [] }],
    [{ not: one }, undefined],
    [{ all: [one, { any: [one] }] }, undefined],
  ] as const)('%j', (condition, simple) => {
    expect(simpleConditionOf(condition as Condition)).toEqual(simple);
  });

  it('find every comparison, also where what a host gives is half filled in', () => {
    const places = comparisonsOf({ any: [{ not: one }, one] }, 'when').map(({ place }) => place);
    expect(places).toEqual(['when.any[0].not', 'when.any[1]']);
    const none = undefined as unknown as Condition;
    expect(comparisonsOf(none, 'when')).toEqual([]);
    expect(simpleConditionOf(none)?.comparisons).toHaveLength(1);
  });

  it('make comparisons that can be saved: a right side where the operator has one, and none where it has none', () => {
    expect(completeComparison({})).toEqual({ left: '', op: 'equals', right: '' });
    expect(completeComparison({ left: 1, op: 'empty', right: 2 })).toEqual({ left: 1, op: 'empty' });
  });
});

describe('what a step does, in a few characters', () => {
  it.each([
    [wait({ for: { seconds: 300 } }), 'Wait 5 minutes'],
    [wait({ for: { seconds: 90_061 } }), 'Wait 1 day 1 hour'],
    [wait({ for: { seconds: 0.5 } }), 'Wait 0.5 seconds'],
    [wait({ for: { seconds: '{{ a.delay }}' } }), 'Wait a.delay seconds'],
    [wait({ until: '{{a.due}}' }), 'Wait until a.due'],
    [wait({}), 'no time yet'],
    [
      {
        ...branchStep('b', 'large'),
        cases: [
          { id: 'x', name: 'Large', when: { all: [] } },
          { id: 'y', when: { all: [] } },
        ],
      },
      'Large · y',
    ],
    [branchStep('b'), 'no cases yet'],
    [{ id: 'b', type: 'action', action: 'send-mail' }, 'action · send-mail'],
  ] as [Step, string][])('%j', (step, summary) => {
    expect(stepSummary(step, undefined, strings)).toBe(summary);
  });
});

describe('a loop gives a list', () => {
  const step = httpStep('b', { output: { id: '{{response.body.id}}' }, forEach: { items: [] } });

  it('of what it gives for one item', () => {
    const shape = shapeOf(step, {});
    expect(shape.schema).toEqual({ type: 'array', items: { type: 'object', properties: { id: {} } } });
    expect(fieldsOf(shape)).toEqual([]);
  });

  it('of anything where failures are collected, and one that a sample of one item says nothing about', () => {
    const collecting = {
      ...step,
      forEach: { items: [], onItemError: 'collect' as const },
      sample: { id: 1 },
    };
    expect(shapeOf(collecting, {})).toEqual({ schema: { type: 'array' }, origin: 'schema' });
    expect(shapeOf({ ...collecting, sample: [{ id: 1 }] }, {}).value).toEqual([{ id: 1 }]);
  });
});

describe('before it ran, something is known of', () => {
  it.each([
    ['a branch', branchStep('b'), ['case']],
    ['a wait', wait({}), ['until']],
    ['an action', { id: 'b', type: 'action', action: 'x' }, []],
  ] as [string, Step, string[]][])('%s', (_, step, fields) => {
    expect(fieldsOf(shapeOf(step, {}))).toEqual(fields);
  });
});

/** Everything that an HTTP step can have and the form has no field for. */
const options: Partial<HttpStep> = {
  classify: [{ when: { left: '{{response.body.ok}}', op: 'equals', right: false }, as: 'fail' }],
  pagination: {
    type: 'cursor',
    cursor: '{{response.body.next}}',
    name: 'after',
    items: '{{response.body.items}}',
    maxPages: 5,
  },
  poll: {
    until: { left: '{{response.status}}', op: 'equals', right: 200 },
    intervalMs: 2_000,
    maxAttempts: 30,
  },
  responseType: 'jsonl',
  unknownOutcome: 'retry',
  reconcile: {
    request: { method: 'GET', url: 'https://x/orders' },
    found: { left: '{{response.body.id}}', op: 'exists' },
  },
  retry: { attempts: 2, on: ['timeout', 503] },
  output: { id: '{{response.body.id}}' },
};
const requestOptions: Partial<HttpRequestTemplate> = {
  auth: { type: 'credential', slot: 'stripe' },
  queryArrays: 'brackets',
  followRedirects: false,
  idempotency: { header: 'X-Key' },
  body: { type: 'graphql', query: '{ me { id } }' },
};

describe('what has no field in a form', () => {
  const step = httpStep('b', {
    ...options,
    request: { method: 'GET', url: 'https://x/:id', ...requestOptions },
  });

  it('is said, each in a line', () => {
    expect(
      stepOptions(step).map((option) => `${strings.option(option)}: ${strings.optionValue(option)}`),
    ).toEqual([
      'Sign in: credential stripe',
      'Lists in the query: brackets',
      'Redirects: not followed',
      'Key for repeats: X-Key',
      'What answers mean: 1 rule',
      'Paging: cursor, 5 pages at most',
      'Asks again: every 2.00 s, 30 times at most',
      'Answer is read as: jsonl',
      'Sent without an answer: sent again',
      'Looks first whether it took effect: GET https://x/orders',
      'Tried again on: timeout, 503',
      'Output fields: id',
    ]);
    expect(stepOptions(httpStep('b'))).toEqual([]);
  });

  it('of a connector: its version, its credentials, and what only steps with attempts have fields for', () => {
    const connector: Step = {
      id: 'b',
      type: 'connector',
      connector: 'x',
      input: {},
      version: 3,
      credentials: { stripe: 'billing' },
      retry: { attempts: 2 },
      timeoutMs: 5_000,
    };
    expect(
      stepOptions(connector).map((option) => `${strings.option(option)}: ${strings.optionValue(option)}`),
    ).toEqual(['Version: 3', 'Credentials: stripe ← billing', 'Retries: 2 attempts', 'Time limit: 5.00 s']);
  });

  it('stays as it is through what a form changes', () => {
    const changed = requestOf(step.request, {
      ...formValueOf(step.request),
      url: 'https://y',
      query: { q: 1 },
    });
    expect(changed).toEqual({ method: 'GET', url: 'https://y', query: { q: 1 }, ...requestOptions });
    expect(formValueOf(step.request)).toEqual({ method: 'GET', url: 'https://x/:id' });
  });

  it("stays as it is through a host's canvas, also of a connector's node", () => {
    const value = graph('b', [step]);
    const back = fromReactFlow(toReactFlow(value).nodes, []);
    expect(back.steps[0]).toEqual({ ...step, position: { x: 0, y: 0 } });
    const looped: Step = {
      id: 'c',
      type: 'connector',
      name: 'Mail all',
      connector: 'mail',
      input: { to: '{{item}}' },
      version: 2,
      forEach: { items: '{{input.people}}', onItemError: 'collect' },
      when: { left: '{{input.on}}', op: 'equals', right: true },
      position: { x: 1, y: 2 },
    };
    const { nodes } = toReactFlow(
      { steps: [looped] },
      { connectors: [{ id: '1', slug: 'mail', name: 'Mail' }] },
    );
    expect(nodes[0]?.type).toBe('connectorAction');
    expect(fromReactFlow(nodes, []).steps).toEqual([looped]);
  });
});
