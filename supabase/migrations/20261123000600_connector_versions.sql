-- Every save of a connector is a version; a version never changes.
create table public.connector_versions (
  workspace_id text not null,
  connector_id uuid not null,
  version integer not null,
  name text not null,
  definition json not null,
  created_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  constraint connector_versions_pkey primary key (workspace_id, connector_id, version),
  constraint connector_versions_connector_fkey foreign key (workspace_id, connector_id)
    references public.connectors (workspace_id, id) on delete cascade,
  constraint connector_versions_version_check check (version >= 1),
  constraint connector_versions_name_check check (char_length(name) between 1 and 200),
  constraint connector_versions_definition_check check (json_typeof(definition) = 'object')
);

create trigger connector_versions_keep_workspace before update of workspace_id on public.connector_versions
  for each row execute function private.keep_workspace();

alter table public.connector_versions enable row level security;
alter table public.connector_versions force row level security;

revoke all on public.connector_versions from public, anon, authenticated, service_role, connector_runtime;
grant select on public.connector_versions to authenticated, connector_runtime;
grant insert (workspace_id, connector_id, version, name, definition, created_by) on public.connector_versions to authenticated;
grant select, insert, update, delete on public.connector_versions to service_role;

create policy "viewers read the versions of connectors" on public.connector_versions
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors add versions of connectors in their own name" on public.connector_versions
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'editor')) and created_by = (select auth.uid()));

create policy "the runtime reads the versions of its workspace's connectors" on public.connector_versions
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every version of a connector" on public.connector_versions
  for all to service_role using (true) with check (true);
