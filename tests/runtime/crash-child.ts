import { migrate } from '../../api/db/migrate.js';
import { createPgliteDatabase } from '../../api/db/pglite-database.js';
import { createGuardedHttp } from '../../api/http/guarded-http.js';
import { createExecution } from '../../api/runtime/create-execution.js';
import { createEmbeddedRuntime } from '../../api/runtime/embedded.js';
import { createWorkspace, saveFlow } from '../support/database-fixtures.js';
import { getStep } from '../support/runtime-world.js';

/**
 * A server as small as can be, built and then killed by crash.test.ts: node crash-child.js <data> <url> <runs>
 * It queues `runs` runs of a flow of three calls, runs whatever is queued, and writes `done` when nothing is left.
 */
const [dataDir = '', url = '', runs = '0'] = process.argv.slice(2);
const { hostname, port } = new URL(url);
const database = await createPgliteDatabase({ dataDir });
await migrate(database);
const http = createGuardedHttp({ allow: [{ host: hostname, port: Number(port) }], allowHttp: true });

const workspace = await database.as({ role: 'service' }, (tx) =>
  tx.selectFrom('workspaces').select('id').executeTakeFirst(),
);
if (!workspace) {
  await createWorkspace(database, 'w');
  await saveFlow(database, 'w', {
    steps: ['a', 'b', 'c'].map((id) => getStep({ url }, id, `/${id}?run={{execution.id}}`)),
  });
}
const flow = await database.as({ role: 'service' }, (tx) =>
  tx.selectFrom('flows').select('id').executeTakeFirstOrThrow(),
);
for (let run = 0; run < Number(runs); run += 1) {
  await database.as({ role: 'service' }, (tx) =>
    createExecution(tx, { workspaceId: 'w', flowId: flow.id, input: run, trigger: 'api' }),
  );
}

const runtime = createEmbeddedRuntime({ database, http, secret: 'a secret' });
await runtime.start();
for (;;) {
  const left = await database.as({ role: 'service' }, (tx) =>
    tx.selectFrom('connector_executions').select('id').where('finished_at', 'is', null).limit(1).execute(),
  );
  if (left.length === 0) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await runtime.stop();
await http.close();
await database.close();
process.stdout.write('done\n');
