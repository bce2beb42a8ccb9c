import { config } from 'zod';

// The server's content security policy forbids compiling code. Zod would try as soon as the first schema is made, and
// the browser would report it. A bundler may move an import to the front, so the page itself is loaded after this.
config({ jitless: true });
// Not awaited: the page's chunk may import from this one, and would then wait for itself.
void import('./start.js').then(({ start }) => start());
