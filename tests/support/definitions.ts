import type { Definition, Step } from '#engine';

/** A definition whose one step answers its input. */
export const echo: Definition = {
  graph: { steps: [{ id: 'step_1', type: 'transform', output: { got: '{{input}}' } }] },
};

/** A definition whose steps GET these addresses, one after another. */
export function gets(...urls: string[]): Definition {
  return {
    graph: {
      steps: urls.map(
        (url, index): Step => ({ id: `step_${index + 1}`, type: 'http', request: { method: 'GET', url } }),
      ),
    },
  };
}
