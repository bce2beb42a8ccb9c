import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { startWorker } from '../../support/workerd.js';
import type { OpenedDoor } from './doors.js';
import type { Outside } from './outside.js';
import { decodeReply, type WireRequest } from './wire.js';

/** The door of a Worker in a real workerd, whose every outgoing request goes to the server at `outbound`. */
export async function openWorkerDoor(outside: Outside, outbound = outside.plain.port): Promise<OpenedDoor> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-worker-'));
  await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { conditions: ['patchbay-source', 'module'] },
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      lib: {
        entry: fileURLToPath(new URL('./worker-entry.ts', import.meta.url)),
        formats: ['es'],
        fileName: () => 'worker.js',
      },
    },
  });
  const worker = await startWorker(folder, 'worker.js', {
    compatibilityFlags: ['global_fetch_strictly_public'],
    outbound: `127.0.0.1:${outbound}`,
  });
  return {
    dials: [],
    async send(request, { door, followable, asked, cancel, untilClosed, ...options }) {
      const message: WireRequest = {
        door: { allowHttp: true, ...door },
        request,
        options: { timeoutMs: 5_000, maxResponseBytes: 1_000_000, ...options },
        followable,
        cancel,
        untilClosed,
      };
      const answer = await fetch(worker.origin, { method: 'POST', body: JSON.stringify(message) });
      const decoded = decodeReply(new Uint8Array(await answer.arrayBuffer()));
      asked?.push(...decoded.asked);
      return decoded.reply;
    },
    async close() {
      await worker.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
