import { type ComponentType, type FunctionComponent, lazy } from 'react';
import { loadPatiently } from './load-patiently.js';

/**
 * A part of a screen whose code is loaded when it is first shown; give it a `Suspense` around it. `lazy` keeps a
 * failure for good: this waits while the server is away, and when it has given up, the next time it is shown it
 * begins anew.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> {
  let Part = lazy(start);
  async function start() {
    try {
      return { default: await loadPatiently(load) };
    } catch (error) {
      Part = lazy(start);
      throw error;
    }
  }
  return function LazyPart(props) {
    return <Part {...props} />;
  };
}
