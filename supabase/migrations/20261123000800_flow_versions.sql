-- Every save of a flow is a version; a version never changes.
create table public.flow_versions (
  workspace_id text not null,
  flow_id uuid not null,
  version integer not null,
  name text not null,
  definition json not null,
  created_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  constraint flow_versions_pkey primary key (workspace_id, flow_id, version),
  constraint flow_versions_flow_fkey foreign key (workspace_id, flow_id)
    references public.flows (workspace_id, id) on delete cascade,
  constraint flow_versions_version_check check (version >= 1),
  constraint flow_versions_name_check check (char_length(name) between 1 and 200),
  constraint flow_versions_definition_check check (json_typeof(definition) = 'object')
);

create trigger flow_versions_keep_workspace before update of workspace_id on public.flow_versions
  for each row execute function private.keep_workspace();

alter table public.flow_versions enable row level security;
alter table public.flow_versions force row level security;

revoke all on public.flow_versions from public, anon, authenticated, service_role, connector_runtime;
grant select on public.flow_versions to authenticated, connector_runtime;
grant insert (workspace_id, flow_id, version, name, definition, created_by) on public.flow_versions to authenticated;
grant select, insert, update, delete on public.flow_versions to service_role;

create policy "viewers read the versions of flows" on public.flow_versions
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors add versions of flows in their own name" on public.flow_versions
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'editor')) and created_by = (select auth.uid()));

create policy "the runtime reads the versions of its workspace's flows" on public.flow_versions
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every version of a flow" on public.flow_versions
  for all to service_role using (true) with check (true);
