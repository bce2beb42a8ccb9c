create table public.connectors (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  slug text not null,
  name text not null,
  description text not null default '',
  icon text,
  type text not null generated always as (
    case when json_array_length(definition -> 'graph' -> 'steps') > 1 then 'multi-step' else 'single-step' end
  ) stored,
  -- json and not jsonb: the order of fields is the author's, and jsonb would lose it.
  definition json not null,
  version integer not null default 1,
  executions integer not null default 0,
  succeeded integer not null default 0,
  failed integer not null default 0,
  total_duration_ms bigint not null default 0,
  last_executed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- The workspace comes first in every key, so that no insert can probe for another workspace's ids.
  constraint connectors_pkey primary key (workspace_id, id),
  constraint connectors_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  constraint connectors_slug_key unique (workspace_id, slug),
  constraint connectors_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  constraint connectors_name_check check (char_length(name) between 1 and 200),
  constraint connectors_description_check check (char_length(description) <= 2000),
  constraint connectors_definition_check check (json_typeof(definition) = 'object'),
  constraint connectors_version_check check (version >= 1),
  constraint connectors_icon_check check (char_length(icon) <= 200),
  constraint connectors_counts_check check (
    executions >= 0 and succeeded >= 0 and failed >= 0 and total_duration_ms >= 0
  )
);
create index connectors_updated_idx on public.connectors (workspace_id, updated_at desc, id desc);

create trigger connectors_keep_workspace before update of workspace_id on public.connectors
  for each row execute function private.keep_workspace();
create trigger connectors_touch_updated_at
  before update of slug, name, description, icon, definition, version on public.connectors
  for each row execute function private.touch_updated_at();

alter table public.connectors enable row level security;
alter table public.connectors force row level security;

revoke all on public.connectors from public, anon, authenticated, service_role, connector_runtime;
grant select, delete on public.connectors to authenticated;
grant insert (workspace_id, id, slug, name, description, icon, definition) on public.connectors to authenticated;
grant update (slug, name, description, icon, definition, version) on public.connectors to authenticated;
grant select on public.connectors to connector_runtime;
grant select, insert, update, delete on public.connectors to service_role;

create policy "viewers read connectors" on public.connectors
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors add connectors" on public.connectors
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "editors change connectors" on public.connectors
  for update to authenticated
  using ((select private.is_member(workspace_id, 'editor')))
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "editors delete connectors" on public.connectors
  for delete to authenticated
  using ((select private.is_member(workspace_id, 'editor')));

create policy "the runtime reads the connectors of its workspace" on public.connectors
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every connector" on public.connectors
  for all to service_role using (true) with check (true);
