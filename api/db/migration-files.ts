export interface SqlFile {
  /** The digits that the file's name starts with. */
  version: string;
  /** The rest of its name, without `.sql`. */
  name: string;
  sql: string;
}

// Read at build time, so that they are there in a bundle and on Workers too.
const bootstrapSources = import.meta.glob<string>('../../supabase/bootstrap/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const migrationSources = import.meta.glob<string>('../../supabase/migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** What Supabase brings and another PostgreSQL lacks, in order. */
export const bootstrapFiles: readonly SqlFile[] = sqlFiles(bootstrapSources);
/** The schema, in order. */
export const migrationFiles: readonly SqlFile[] = sqlFiles(migrationSources);

function sqlFiles(sources: Record<string, string>): SqlFile[] {
  return Object.entries(sources)
    .map(([path, sql]) => {
      const match = /(\d+)_([^/]+)\.sql$/.exec(path);
      if (!match?.[1] || !match[2]) throw new Error(`${path} is not named <version>_<name>.sql.`);
      return { version: match[1], name: match[2], sql };
    })
    .sort((a, b) => (a.version < b.version ? -1 : 1));
}
