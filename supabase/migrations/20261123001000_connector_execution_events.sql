-- The journal: what happened in a run, in order. Rows are added, never changed.
create table public.connector_execution_events (
  workspace_id text not null,
  execution_id uuid not null,
  seq integer not null,
  type text not null,
  event json not null,
  at timestamptz not null,
  constraint connector_execution_events_pkey primary key (workspace_id, execution_id, seq),
  constraint connector_execution_events_execution_fkey foreign key (workspace_id, execution_id)
    references public.connector_executions (workspace_id, id) on delete cascade,
  constraint connector_execution_events_seq_check check (seq >= 1)
);

create trigger connector_execution_events_keep_workspace
  before update of workspace_id on public.connector_execution_events
  for each row execute function private.keep_workspace();

alter table public.connector_execution_events enable row level security;
alter table public.connector_execution_events force row level security;

revoke all on public.connector_execution_events from public, anon, authenticated, service_role, connector_runtime;
grant select on public.connector_execution_events to authenticated;
grant select, insert on public.connector_execution_events to connector_runtime;
grant select, insert, update, delete on public.connector_execution_events to service_role;

create policy "viewers read the events of executions" on public.connector_execution_events
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "the runtime reads the events of its workspace" on public.connector_execution_events
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the runtime adds events to its workspace's executions" on public.connector_execution_events
  for insert to connector_runtime
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every event" on public.connector_execution_events
  for all to service_role using (true) with check (true);
