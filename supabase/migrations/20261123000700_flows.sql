create table public.flows (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  description text not null default '',
  -- json and not jsonb: the order of fields is the author's, and jsonb would lose it.
  definition json not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- The workspace comes first in every key, so that no insert can probe for another workspace's ids.
  constraint flows_pkey primary key (workspace_id, id),
  constraint flows_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  constraint flows_name_check check (char_length(name) between 1 and 200),
  constraint flows_description_check check (char_length(description) <= 2000),
  constraint flows_definition_check check (json_typeof(definition) = 'object'),
  constraint flows_version_check check (version >= 1)
);
create index flows_updated_idx on public.flows (workspace_id, updated_at desc, id desc);

create trigger flows_keep_workspace before update of workspace_id on public.flows
  for each row execute function private.keep_workspace();
create trigger flows_touch_updated_at
  before update of name, description, definition, version on public.flows
  for each row execute function private.touch_updated_at();

alter table public.flows enable row level security;
alter table public.flows force row level security;

revoke all on public.flows from public, anon, authenticated, service_role, connector_runtime;
grant select, delete on public.flows to authenticated;
grant insert (workspace_id, id, name, description, definition) on public.flows to authenticated;
grant update (name, description, definition, version) on public.flows to authenticated;
grant select on public.flows to connector_runtime;
grant select, insert, update, delete on public.flows to service_role;

create policy "viewers read flows" on public.flows
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors add flows" on public.flows
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "editors change flows" on public.flows
  for update to authenticated
  using ((select private.is_member(workspace_id, 'editor')))
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "editors delete flows" on public.flows
  for delete to authenticated
  using ((select private.is_member(workspace_id, 'editor')));

create policy "the runtime reads the flows of its workspace" on public.flows
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every flow" on public.flows
  for all to service_role using (true) with check (true);
