-- One run of a flow or of a connector. The row is also its place in the queue: a runtime that takes it
-- raises `fence` and holds it until `lease_until`, on the database's clock.
create table public.connector_executions (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  number integer not null,
  flow_id uuid,
  connector_id uuid,
  name text not null,
  version integer not null,
  status text not null default 'queued',
  trigger text not null,
  input json not null default 'null',
  output json,
  error json,
  -- What each connector named by a step meant when the run was created: name -> { id, version }.
  pinned_connectors jsonb not null default '{}',
  last_seq integer not null default 0,
  fence integer not null default 0,
  lease_until timestamptz,
  cancel_requested boolean not null default false,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  duration_ms double precision,
  created_by uuid default auth.uid(),
  constraint connector_executions_pkey primary key (workspace_id, id),
  constraint connector_executions_number_key unique (workspace_id, number),
  constraint connector_executions_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  -- A run outlives what it ran.
  constraint connector_executions_flow_fkey foreign key (workspace_id, flow_id)
    references public.flows (workspace_id, id) on delete set null (flow_id),
  constraint connector_executions_connector_fkey foreign key (workspace_id, connector_id)
    references public.connectors (workspace_id, id) on delete set null (connector_id),
  constraint connector_executions_subject_check check (num_nonnulls(flow_id, connector_id) <= 1),
  constraint connector_executions_name_check check (char_length(name) between 1 and 200),
  constraint connector_executions_version_check check (version >= 1),
  constraint connector_executions_status_check
    check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  constraint connector_executions_trigger_check check (trigger in ('manual', 'api')),
  constraint connector_executions_pinned_connectors_check check (jsonb_typeof(pinned_connectors) = 'object'),
  constraint connector_executions_progress_check check (number >= 1 and last_seq >= 0 and fence >= 0),
  constraint connector_executions_finished_check
    check ((status in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null))
);
create index connector_executions_queue_idx on public.connector_executions (created_at)
  where finished_at is null;
create index connector_executions_status_idx on public.connector_executions (workspace_id, status, number desc);
create index connector_executions_flow_idx on public.connector_executions (workspace_id, flow_id, number desc);
create index connector_executions_connector_idx
  on public.connector_executions (workspace_id, connector_id, number desc);

create trigger connector_executions_keep_workspace before update of workspace_id on public.connector_executions
  for each row execute function private.keep_workspace();

-- Counts the runs of a workspace from 1. The row lock on the workspace makes two runs created at once
-- wait for each other, so no number is given twice and none is left out.
create function private.number_execution() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.workspaces
  set last_execution_number = last_execution_number + 1
  where id = new.workspace_id
  returning last_execution_number into new.number;
  return new;
end
$$;
grant create on schema private to service_role;
alter function private.number_execution() owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.number_execution() from public;

create trigger connector_executions_number before insert on public.connector_executions
  for each row execute function private.number_execution();

alter table public.connector_executions enable row level security;
alter table public.connector_executions force row level security;

revoke all on public.connector_executions from public, anon, authenticated, service_role, connector_runtime;
grant select on public.connector_executions to authenticated, connector_runtime;
grant insert (
  workspace_id, flow_id, connector_id, name, version, trigger, input, pinned_connectors, created_by
) on public.connector_executions to authenticated;
grant update (cancel_requested) on public.connector_executions to authenticated;
grant update (status, output, error, last_seq, lease_until, started_at, finished_at, duration_ms)
  on public.connector_executions to connector_runtime;
grant select, insert, update, delete on public.connector_executions to service_role;

create policy "viewers read executions" on public.connector_executions
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors start executions in their own name" on public.connector_executions
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'editor')) and created_by = (select auth.uid()));

create policy "editors cancel executions" on public.connector_executions
  for update to authenticated
  using ((select private.is_member(workspace_id, 'editor')))
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "the runtime reads the executions of its workspace" on public.connector_executions
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the runtime moves the executions of its workspace along" on public.connector_executions
  for update to connector_runtime
  using (workspace_id = (select private.claimed_workspace()))
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every execution" on public.connector_executions
  for all to service_role using (true) with check (true);
