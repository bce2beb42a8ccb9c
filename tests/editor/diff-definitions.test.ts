import { describe, expect, it } from 'vitest';
import type { Graph, Step } from '../../src/engine/index.js';
import { diffDefinitions, type NamedDefinition } from '../../src/versions/diff-definitions.js';
import { diffLines } from '../../src/versions/diff-lines.js';

const http = (id: string, url: string, more: Partial<Step> = {}): Step =>
  ({ id, type: 'http', request: { method: 'GET', url }, ...more }) as Step; // the parts of one step type
const saved = (graph: Graph, name = 'Orders', more: object = {}): NamedDefinition => ({
  name,
  definition: { graph, ...more },
});
const user = http('user', 'https://a.example/users');
const orders = http('orders', 'https://a.example/orders?u={{user.id}}');

describe('diffDefinitions', () => {
  it('finds nothing where nothing differs', () => {
    expect(diffDefinitions(saved({ steps: [user] }), saved({ steps: [{ ...user }] }))).toEqual([]);
  });

  it('tells steps that came and went, and the lines that went with them', () => {
    const changes = diffDefinitions(saved({ steps: [user, orders] }), saved({ steps: [user] }));
    expect(changes).toEqual([
      { type: 'step_removed', id: 'orders', name: 'orders', stepType: 'http' },
      { type: 'edge_removed', source: 'user', target: 'orders', on: 'success' },
    ]);
    expect(
      diffDefinitions(saved({ steps: [user] }), saved({ steps: [user, orders] })).map(({ type }) => type),
    ).toEqual(['step_added', 'edge_added']);
  });

  it('tells changed fields by their place, with both values, and the wires in them', () => {
    const later = http('orders', 'https://a.example/orders?u={{user.key}}');
    expect(diffDefinitions(saved({ steps: [user, orders] }), saved({ steps: [user, later] }))).toEqual([
      {
        type: 'step_changed',
        id: 'orders',
        name: 'orders',
        fields: [
          {
            place: 'request.url',
            before: 'https://a.example/orders?u={{user.id}}',
            after: 'https://a.example/orders?u={{user.key}}',
          },
        ],
      },
      { type: 'wire_removed', reference: 'user.id', target: 'orders', place: 'request.url' },
      { type: 'wire_added', reference: 'user.key', target: 'orders', place: 'request.url' },
    ]);
  });

  it('recognizes steps under another id, also one that reads another renamed one', () => {
    const before = saved({ steps: [user, orders] });
    const after = saved({
      steps: [
        http('person', 'https://a.example/users'),
        http('bills', 'https://a.example/orders?u={{person.id}}'),
      ],
    });
    expect(diffDefinitions(before, after)).toEqual([
      { type: 'step_renamed', before: 'user', after: 'person' },
      { type: 'step_renamed', before: 'orders', after: 'bills' },
    ]);
  });

  it('tells moved steps in one line and no field of theirs', () => {
    const moved = { ...user, position: { x: 1, y: 2 } };
    expect(diffDefinitions(saved({ steps: [user] }), saved({ steps: [moved] }))).toEqual([
      { type: 'layout_changed' },
    ]);
  });

  it('tells the name, the input, the permissions, the output and edges with their outcome', () => {
    const edges = [{ source: 'user', target: 'orders' }];
    const before = saved({ steps: [user, orders], edges }, 'Orders', { inputSchema: { type: 'object' } });
    const after = saved(
      { steps: [user, orders], edges: [{ source: 'user', target: 'orders', on: 'failure' }], output: 1 },
      'Bills',
      { inputSchema: { type: 'string' }, permissions: { hosts: ['a.example'] } },
    );
    expect(diffDefinitions(before, after)).toEqual([
      { type: 'name_changed', before: 'Orders', after: 'Bills' },
      { type: 'edge_removed', source: 'user', target: 'orders', on: 'success' },
      { type: 'edge_added', source: 'user', target: 'orders', on: 'failure' },
      {
        type: 'part_changed',
        part: 'inputSchema',
        fields: [{ place: 'type', before: 'object', after: 'string' }],
      },
      { type: 'part_changed', part: 'permissions', fields: [{ place: '', after: { hosts: ['a.example'] } }] },
      { type: 'part_changed', part: 'output', fields: [{ place: '', after: 1 }] },
    ]);
  });

  it('tells another order only where edges say what follows what', () => {
    const edges = [{ source: 'user', target: 'orders' }];
    const before = saved({ steps: [user, orders], edges });
    expect(diffDefinitions(before, saved({ steps: [orders, user], edges }))).toEqual([
      { type: 'steps_reordered' },
    ]);
  });

  it('tells every one of 500 changed steps', () => {
    const steps = (suffix: string) =>
      Array.from({ length: 500 }, (_, index) => http(`s${index}`, `https://a.example/${index}${suffix}`));
    const changes = diffDefinitions(saved({ steps: steps('') }), saved({ steps: steps('/x') }));
    expect(changes.filter(({ type }) => type === 'step_changed')).toHaveLength(500);
    expect(changes).toHaveLength(500);
  });
});

describe('diffLines', () => {
  it('keeps common lines and tells the others apart', () => {
    expect(diffLines('a\nb\nc', 'a\nc\nd')).toEqual([
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      { kind: 'same', text: 'c' },
      { kind: 'added', text: 'd' },
    ]);
  });

  it('shows texts of more than 300 lines whole', () => {
    const long = Array.from({ length: 301 }, () => 'a').join('\n');
    expect(diffLines(long, 'a')).toHaveLength(302);
  });
});
