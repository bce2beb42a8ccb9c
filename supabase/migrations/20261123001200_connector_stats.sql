-- Adds one finished run to a connector's numbers. One statement on one row, so it is exact however many call it
-- at once. It runs with its caller's rights: the runtime reaches the connectors of its workspace and no others.
create function public.increment_connector_stats(connector_id uuid, succeeded boolean, duration_ms bigint)
returns void
language sql volatile set search_path = ''
as $$
  update public.connectors as connector
  set executions = connector.executions + 1,
    succeeded = connector.succeeded + case when $2 then 1 else 0 end,
    failed = connector.failed + case when $2 then 0 else 1 end,
    total_duration_ms = connector.total_duration_ms + greatest($3, 0),
    last_executed_at = greatest(connector.last_executed_at, now())
  where connector.id = $1
$$;

revoke all on function public.increment_connector_stats(uuid, boolean, bigint) from public, anon, authenticated;
grant execute on function public.increment_connector_stats(uuid, boolean, bigint) to connector_runtime;

grant update (executions, succeeded, failed, total_duration_ms, last_executed_at)
  on public.connectors to connector_runtime;

create policy "the runtime counts the runs of its workspace's connectors" on public.connectors
  for update to connector_runtime
  using (workspace_id = (select private.claimed_workspace()))
  with check (workspace_id = (select private.claimed_workspace()));
