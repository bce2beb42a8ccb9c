-- Where Supabase Realtime is, it tells subscribers of new events; it asks the policies of the table for each of them.
do $$
begin
  if exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    alter publication supabase_realtime add table public.connector_execution_events;
  end if;
end
$$;
