-- What the pruning of old runs reads: the ended ones, the oldest first.
create index connector_executions_finished_idx on public.connector_executions (finished_at)
  where finished_at is not null;
