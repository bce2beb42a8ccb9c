-- How often a runtime lost the execution without putting it down: it died, froze, or was cut off.
alter table public.connector_executions
  add column lost_leases integer not null default 0,
  add constraint connector_executions_lost_leases_check check (lost_leases >= 0);

-- What a claim reads, in its order: to be cancelled first, then the oldest. Without the first column each claim
-- would sort the whole queue.
drop index public.connector_executions_queue_idx;
create index connector_executions_queue_idx on public.connector_executions (cancel_requested desc, created_at)
  where finished_at is null;
