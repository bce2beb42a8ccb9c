import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../api/create-api.js';
import { service } from '../../api/db/actor.js';
import type { MigratableDatabase } from '../../api/db/database.js';
import { createPostgresDatabase } from '../../api/db/postgres-database.js';
import { type Answer, signToken, testAuth, toAnswer, unlimited } from '../support/api.js';
import { drivers, type TestDatabase } from '../support/database.js';
import { createWorkspace, echoGraph, saveFlow, type TestWorkspace } from '../support/database-fixtures.js';

describe.each(drivers)('an Idempotency-Key on $name', (driver) => {
  let opened: TestDatabase;
  let workspace: TestWorkspace;
  let path: string;
  const servers: MigratableDatabase[] = [];
  beforeAll(async () => {
    opened = await driver.openMigrated();
    workspace = await createWorkspace(opened.database, 'w');
    path = `/api/v1/flows/${await saveFlow(opened.database, 'w', echoGraph)}/execute`;
    const { connectionString } = opened;
    servers.push(
      opened.database,
      connectionString ? await createPostgresDatabase({ connectionString }) : opened.database,
    );
  });
  afterAll(async () => {
    if (servers[1] !== opened.database) await servers[1]?.close();
    await opened.close();
  });

  async function execute(database: MigratableDatabase, key: string): Promise<Answer> {
    const response = await createApi({ database, auth: testAuth, limits: unlimited }).request(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await signToken({ sub: workspace.users.editor })}`,
        'x-workspace-id': 'w',
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ input: 1 }),
    });
    return toAnswer(response);
  }

  const countRuns = async () =>
    (await opened.database.as(service, (tx) => tx.selectFrom('connector_executions').select('id').execute()))
      .length;

  it('that 50 requests bring at once to two servers starts one run', async () => {
    const key = randomUUID();
    const before = await countRuns();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => execute(servers[index % 2]!, key)),
    );
    expect(answers.filter(({ status }) => status !== 202 && status !== 409)).toEqual([]);
    const given = answers.filter(({ status }) => status === 202);
    expect(given.length).toBeGreaterThan(0);
    expect(new Set(given.map(({ body }) => body.id)).size).toBe(1);
    expect(given.filter(({ headers }) => headers.get('idempotency-replayed') === null).length).toBe(1);
    expect(await countRuns()).toBe(before + 1);
  });

  it('whose answer can’t be kept takes the run back, and is then as good as new', async () => {
    const key = randomUUID();
    const before = await countRuns();
    const owner = (text: string) => opened.database.asOwner((session) => session.script(text));
    await owner(`
      create function public.fail_to_keep() returns trigger language plpgsql as 'begin raise exception ''full''; end';
      create trigger fail_to_keep before insert on public.idempotency_keys
        for each row execute function public.fail_to_keep()`);
    const failed = await execute(opened.database, key);
    await owner('drop trigger fail_to_keep on public.idempotency_keys; drop function public.fail_to_keep()');
    expect(failed.status).toBe(500);
    expect(await countRuns()).toBe(before);
    expect((await execute(opened.database, key)).status).toBe(202);
    expect((await execute(opened.database, key)).headers.get('idempotency-replayed')).toBe('true');
    expect(await countRuns()).toBe(before + 1);
  });
});
