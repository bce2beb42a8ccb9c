import { config } from 'zod';

// The server's content security policy forbids compiling code. Zod would try as soon as the first schema is made, and
// the browser would report it. A bundler may move an import to the front, so the page itself is loaded after this.
config({ jitless: true });
await import('./start.js');
