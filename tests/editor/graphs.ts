import type { BranchStep, Edge, Graph, HttpStep, JsonValue, Step } from '../../src/engine/index.js';

export function httpStep(id: string, more: Partial<Omit<HttpStep, 'type' | 'id'>> = {}): HttpStep {
  return { id, type: 'http', request: { method: 'GET', url: `https://api.example.com/${id}` }, ...more };
}

/** A branch with a case for each id, which holds where `{{a.kind}}` is that id. */
export function branchStep(id: string, ...caseIds: string[]): BranchStep {
  const cases = caseIds.map((caseId) => ({
    id: caseId,
    when: { left: '{{a.kind}}', op: 'equals' as const, right: caseId },
  }));
  return { id, type: 'branch', cases };
}

/** An HTTP step whose query reads what is given. */
export function readingStep(id: string, query: Record<string, JsonValue>): HttpStep {
  return httpStep(id, { request: { method: 'GET', url: `https://api.example.com/${id}`, query } });
}

/** `graph('a -> b, a -> c')`: steps and edges from words; `!>` is a failure edge, `-large>` follows the case `large`. */
export function graph(text: string, steps: readonly Step[] = []): Graph {
  const given = new Map(steps.map((step) => [step.id, step]));
  const ids = new Set<string>();
  const edges: Edge[] = [];
  for (const part of text.split(',')) {
    const words = part.trim().split(/\s+/);
    words.forEach((word, index) => {
      const on = word === '!>' ? 'failure' : /^-(\w*)>$/.exec(word)?.[1];
      if (on === undefined) ids.add(word);
      else edges.push({ source: words[index - 1]!, target: words[index + 1]!, ...(on !== '' && { on }) });
    });
  }
  return { steps: [...ids].map((id) => given.get(id) ?? httpStep(id)), edges };
}

export function edgesText(value: Graph): string {
  return (value.edges ?? [])
    .map(({ source, target, on }) => `${source} ${on === 'failure' ? '!>' : `-${on ?? ''}>`} ${target}`)
    .join(', ');
}
