-- Where Supabase Realtime is, whoever may read the events of a run may be told of them as they are written. Runs are
-- followed without it too, so somebody else's publication is no reason to refuse the schema.
do $$
begin
  if exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime')
    and not exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime'
        and schemaname = 'public'
        and tablename = 'connector_execution_events'
    )
  then
    alter publication supabase_realtime add table public.connector_execution_events;
  end if;
exception
  when insufficient_privilege then
    raise warning 'The publication supabase_realtime is another role''s. As its owner: alter publication supabase_realtime add table public.connector_execution_events;';
end
$$;
