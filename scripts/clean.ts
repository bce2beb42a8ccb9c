import { rmSync } from 'node:fs';

/** Empties `dist`, so that no file of an earlier build is published. */
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
