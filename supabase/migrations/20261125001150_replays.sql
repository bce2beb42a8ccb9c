-- A run may begin where another one ended: what it keeps of that one, and from where it goes on.
alter table public.connector_executions
  add column replay_of uuid,
  add column replay json,
  -- It outlives the run that it repeats.
  add constraint connector_executions_replay_of_fkey foreign key (workspace_id, replay_of)
    references public.connector_executions (workspace_id, id) on delete set null (replay_of),
  add constraint connector_executions_replay_check
    check (json_typeof(replay) = 'object' and (replay_of is null or replay is not null));
create index connector_executions_replay_of_idx on public.connector_executions (workspace_id, replay_of);

grant insert (replay_of, replay) on public.connector_executions to authenticated;

-- A run under way is cancelled first: its runtime still writes to it.
grant delete on public.connector_executions to authenticated;
create policy "editors delete executions that have ended" on public.connector_executions
  for delete to authenticated
  using ((select private.is_member(workspace_id, 'editor')) and finished_at is not null);
