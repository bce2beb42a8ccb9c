-- What starts a flow by itself: a webhook's call, or a schedule's tick.
create table public.flow_triggers (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  flow_id uuid not null,
  type text not null,
  name text not null,
  enabled boolean not null default true,
  -- By type: how a webhook checks and answers its calls; a schedule's cron expression and time zone.
  config json not null default '{}',
  -- SHA-256 of a webhook's secret path, in hex: whoever reads this row can't call it.
  token_hash text,
  -- When a schedule is due next; null: not while it is disabled.
  next_at timestamptz,
  last_fired_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  -- The workspace comes first in every key, so that no insert can probe for another workspace's ids.
  constraint flow_triggers_pkey primary key (workspace_id, id),
  constraint flow_triggers_flow_fkey foreign key (workspace_id, flow_id)
    references public.flows (workspace_id, id) on delete cascade,
  constraint flow_triggers_type_check check (type in ('webhook', 'schedule')),
  constraint flow_triggers_name_check check (char_length(name) between 1 and 200),
  constraint flow_triggers_config_check check (json_typeof(config) = 'object'),
  constraint flow_triggers_token_hash_check check (
    case type when 'webhook' then coalesce(token_hash ~ '^[0-9a-f]{64}$', false) else token_hash is null end
  ),
  constraint flow_triggers_next_at_check check (type = 'schedule' or next_at is null),
  constraint flow_triggers_version_check check (version >= 1)
);
create index flow_triggers_flow_idx on public.flow_triggers (workspace_id, flow_id);
-- Not unique: a constraint over all workspaces would tell whether another one has the same.
create index flow_triggers_token_hash_idx on public.flow_triggers (token_hash) where token_hash is not null;
create index flow_triggers_due_idx on public.flow_triggers (next_at) where enabled and next_at is not null;

create trigger flow_triggers_keep_workspace before update of workspace_id on public.flow_triggers
  for each row execute function private.keep_workspace();
create trigger flow_triggers_touch_updated_at
  before update of name, enabled, config, token_hash, version on public.flow_triggers
  for each row execute function private.touch_updated_at();
-- Not when it fires: next_at is the runtime's to move along.
create trigger flow_triggers_audit
  after insert or delete or update of name, enabled, config, token_hash, next_at, version on public.flow_triggers
  for each row when (current_setting('role', true) = 'authenticated')
  execute function private.write_audit('trigger', 'id', 'name');

alter table public.flow_triggers enable row level security;
alter table public.flow_triggers force row level security;

revoke all on public.flow_triggers from public, anon, authenticated, service_role, connector_runtime;
grant select, delete on public.flow_triggers to authenticated;
grant insert (workspace_id, id, flow_id, type, name, enabled, config, token_hash, next_at, created_by)
  on public.flow_triggers to authenticated;
grant update (name, enabled, config, token_hash, next_at, version) on public.flow_triggers to authenticated;
grant select on public.flow_triggers to connector_runtime;
grant update (next_at, last_fired_at) on public.flow_triggers to connector_runtime;
grant select, insert, update, delete on public.flow_triggers to service_role;

create policy "viewers read the triggers of flows" on public.flow_triggers
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "editors add triggers in their own name" on public.flow_triggers
  for insert to authenticated
  with check (
    (select private.is_member(workspace_id, 'editor')) and created_by is not distinct from (select auth.uid())
  );

create policy "editors change triggers" on public.flow_triggers
  for update to authenticated
  using ((select private.is_member(workspace_id, 'editor')))
  with check ((select private.is_member(workspace_id, 'editor')));

create policy "editors delete triggers" on public.flow_triggers
  for delete to authenticated
  using ((select private.is_member(workspace_id, 'editor')));

create policy "the runtime reads the triggers of its workspace" on public.flow_triggers
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the runtime notes when triggers of its workspace fired" on public.flow_triggers
  for update to connector_runtime
  using (workspace_id = (select private.claimed_workspace()))
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every trigger" on public.flow_triggers
  for all to service_role using (true) with check (true);
