import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers, type TestDatabase } from '../support/database.js';
import { attempt, createSampleWorkspace, insertOf, type SampleWorkspace } from './isolation-world.js';

describe.each(drivers)('templates on $name', (driver) => {
  let opened: TestDatabase;
  let home: SampleWorkspace;
  let other: SampleWorkspace;
  beforeAll(async () => {
    opened = await driver.openMigrated();
    home = await createSampleWorkspace(opened.database, 'home');
    other = await createSampleWorkspace(opened.database, 'other');
  });
  afterAll(() => opened.close());

  const asEditor = (statement: { text: string; parameters?: readonly unknown[] }) =>
    attempt(opened.database, { asker: 'editor', home }, statement);

  describe('a template’s maker', () => {
    const submit = (columns: Record<string, string | number | null>) =>
      asEditor(
        insertOf('connector_templates', {
          slug: 'probe',
          tier: 'community',
          workspace_id: 'home',
          name: 'Probe',
          created_by: home.users.editor,
          ...columns,
        }),
      );
    const change = (set: string) =>
      asEditor({
        text: `update public.connector_templates set ${set} where workspace_id = 'home' returning 1`,
      });

    it('hands it in for review, and neither publishes nor verifies it', async () => {
      expect(await submit({ status: 'in_review' })).toEqual({ rows: 1 });
      expect((await submit({ status: 'published' })).code).toBe('42501');
      expect(await change(`status = 'in_review'`)).toEqual({ rows: 1 });
      expect((await change(`status = 'published'`)).code).toBe('42501');
      expect((await change('verified = true')).code).toBe('42501');
    });

    it('makes no official one, and none in another workspace’s name', async () => {
      expect((await submit({ tier: 'official', workspace_id: null })).code).toBe('42501');
      expect((await submit({ workspace_id: 'other' })).code).toBe('42501');
    });

    it('hands in a version, and neither publishes it nor changes it afterwards', async () => {
      const version = {
        slug: home.ids.template,
        version: '1.1.0',
        manifest: '{}',
        content_hash: 'd'.repeat(64),
        created_by: home.users.editor,
      };
      expect(await asEditor(insertOf('connector_template_versions', version))).toEqual({ rows: 1 });
      const published = { ...version, status: 'published', published_at: '2026-01-01T00:00:00Z' };
      expect((await asEditor(insertOf('connector_template_versions', published))).code).toBe('42501');
      for (const set of [`manifest = '{"a":1}'`, `content_hash = repeat('e', 64)`, `version = '9.0.0'`]) {
        const text = `update public.connector_template_versions set ${set}`;
        for (const asker of ['editor', 'saas_admin'] as const) {
          expect((await attempt(opened.database, { asker, home }, { text })).code, set).toBe('42501');
        }
      }
    });

    it('changes nothing of one that is published but to take it back', async () => {
      const { database } = opened;
      const setStatus = (status: 'published' | 'draft') =>
        database.as({ role: 'service' }, (tx) =>
          tx
            .updateTable('connector_templates')
            .set({ status })
            .where('slug', '=', home.ids.template)
            .execute(),
        );
      await setStatus('published');
      expect((await change(`name = 'Bait and switch'`)).code).toBe('42501');
      expect(await change(`status = 'withdrawn'`)).toEqual({ rows: 1 });
      await setStatus('draft');
    });
  });

  it('a published template is read by every user with its published versions alone', async () => {
    const { database } = opened;
    const slug = other.ids.template;
    const seen = async () => {
      const text = (table: string) => `select 1 from public.${table} where slug = $1`;
      const [template, version] = await Promise.all(
        ['connector_templates', 'connector_template_versions'].map((table) =>
          asEditor({ text: text(table), parameters: [slug] }),
        ),
      );
      return [template?.rows, version?.rows];
    };
    expect(await seen()).toEqual([0, 0]);
    await database.as({ role: 'service' }, (tx) =>
      tx.updateTable('connector_templates').set({ status: 'published' }).where('slug', '=', slug).execute(),
    );
    expect(await seen()).toEqual([1, 0]);
    await database.as({ role: 'service' }, (tx) =>
      tx
        .updateTable('connector_template_versions')
        .set({ status: 'published', published_at: new Date() })
        .where('slug', '=', slug)
        .execute(),
    );
    expect(await seen()).toEqual([1, 1]);
  });

  it('what was published is never deleted by its maker, so nobody else gets its slug', async () => {
    const { database } = opened;
    const { template } = home.ids;
    const remove = () =>
      asEditor({
        text: 'delete from public.connector_templates where slug = $1 returning 1',
        parameters: [template],
      });
    expect(await remove()).toEqual({ rows: 1 }); // taken back by the test
    await database.as({ role: 'service' }, (tx) =>
      tx
        .updateTable('connector_template_versions')
        .set({ published_at: new Date() })
        .where('slug', '=', template)
        .execute(),
    );
    expect(await remove()).toEqual({ rows: 0 });
  });

  it('a workspace that is deleted leaves its templates behind', async () => {
    const { database } = opened;
    await createSampleWorkspace(database, 'passing');
    const left = await database.as({ role: 'service' }, async (tx) => {
      await tx.deleteFrom('workspaces').where('id', '=', 'passing').execute();
      return tx
        .selectFrom('connector_templates')
        .select('workspace_id')
        .where('slug', '=', 'template-of-passing')
        .execute();
    });
    expect(left).toEqual([{ workspace_id: null }]);
  });
});
