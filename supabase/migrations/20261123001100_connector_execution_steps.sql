-- Each step of a run as it stands: a fold over the run's events, kept beside them for reading.
create table public.connector_execution_steps (
  workspace_id text not null,
  execution_id uuid not null,
  path text not null,
  -- Where the step comes in the run: the order in which steps first appeared.
  position integer not null,
  status text not null,
  state json not null,
  updated_at timestamptz not null default now(),
  constraint connector_execution_steps_pkey primary key (workspace_id, execution_id, path),
  constraint connector_execution_steps_execution_fkey foreign key (workspace_id, execution_id)
    references public.connector_executions (workspace_id, id) on delete cascade,
  constraint connector_execution_steps_status_check
    check (status in ('queued', 'running', 'succeeded', 'failed', 'skipped', 'cancelled'))
);

create trigger connector_execution_steps_keep_workspace
  before update of workspace_id on public.connector_execution_steps
  for each row execute function private.keep_workspace();

alter table public.connector_execution_steps enable row level security;
alter table public.connector_execution_steps force row level security;

revoke all on public.connector_execution_steps from public, anon, authenticated, service_role, connector_runtime;
grant select on public.connector_execution_steps to authenticated;
grant select on public.connector_execution_steps to connector_runtime;
grant insert (workspace_id, execution_id, path, position, status, state, updated_at)
  on public.connector_execution_steps to connector_runtime;
grant update (status, state, updated_at) on public.connector_execution_steps to connector_runtime;
grant select, insert, update, delete on public.connector_execution_steps to service_role;

create policy "viewers read the steps of executions" on public.connector_execution_steps
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "the runtime reads the steps of its workspace" on public.connector_execution_steps
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the runtime adds steps to its workspace's executions" on public.connector_execution_steps
  for insert to connector_runtime
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the runtime moves the steps of its workspace along" on public.connector_execution_steps
  for update to connector_runtime
  using (workspace_id = (select private.claimed_workspace()))
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every step" on public.connector_execution_steps
  for all to service_role using (true) with check (true);
