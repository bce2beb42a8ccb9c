-- Secrets of a workspace. `sealed` holds them encrypted by the API's key ring, for this row alone; what people may
-- see of them is beside it.
create table public.workspace_api_credentials (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  -- The slot that it fills where nothing else is said: {{workspace.<slot>}}.
  slot text not null,
  name text not null,
  type text not null,
  -- What of it is no secret, by the names of its type's fields.
  settings json not null default '{}',
  -- The last characters of its secrets, by field; null where those would say too much.
  hints json not null default '{}',
  -- The only hosts that it may be sent to.
  hosts text[] not null,
  sealed json not null,
  version integer not null default 1,
  last_used_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  -- The workspace comes first in every key, so that no insert can probe for another workspace's ids.
  constraint workspace_api_credentials_pkey primary key (workspace_id, id),
  constraint workspace_api_credentials_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  constraint workspace_api_credentials_slot_key unique (workspace_id, slot),
  constraint workspace_api_credentials_slot_check check (slot ~ '^[A-Za-z][A-Za-z0-9_]{0,63}$'),
  constraint workspace_api_credentials_name_check check (char_length(name) between 1 and 200),
  constraint workspace_api_credentials_type_check
    check (type in ('bearer', 'api_key', 'basic', 'hmac', 'aws_sigv4', 'custom')),
  constraint workspace_api_credentials_settings_check check (json_typeof(settings) = 'object'),
  constraint workspace_api_credentials_hints_check check (json_typeof(hints) = 'object'),
  constraint workspace_api_credentials_hosts_check
    check (cardinality(hosts) between 1 and 50 and array_position(hosts, null) is null),
  constraint workspace_api_credentials_sealed_check check (
    json_typeof(sealed) = 'object' and (sealed ->> 'kid') is not null and (sealed ->> 'ct') is not null
  ),
  constraint workspace_api_credentials_version_check check (version >= 1)
);
create index workspace_api_credentials_updated_idx
  on public.workspace_api_credentials (workspace_id, updated_at desc, id desc);

create trigger workspace_api_credentials_keep_workspace
  before update of workspace_id on public.workspace_api_credentials
  for each row execute function private.keep_workspace();
create trigger workspace_api_credentials_touch_updated_at
  before update of slot, name, settings, hints, hosts, version on public.workspace_api_credentials
  for each row execute function private.touch_updated_at();

alter table public.workspace_api_credentials enable row level security;
alter table public.workspace_api_credentials force row level security;

revoke all on public.workspace_api_credentials
  from public, anon, authenticated, service_role, connector_runtime;
-- All but `sealed`: no user reads a ciphertext.
grant select (
  workspace_id, id, slot, name, type, settings, hints, hosts, version, last_used_at, created_at, updated_at, created_by
) on public.workspace_api_credentials to authenticated;
grant insert (workspace_id, id, slot, name, type, settings, hints, hosts, sealed, created_by)
  on public.workspace_api_credentials to authenticated;
grant update (slot, name, settings, hints, hosts, sealed, version) on public.workspace_api_credentials to authenticated;
grant delete on public.workspace_api_credentials to authenticated;
grant select on public.workspace_api_credentials to connector_runtime;
grant update (last_used_at) on public.workspace_api_credentials to connector_runtime;
grant select, insert, update, delete on public.workspace_api_credentials to service_role;

create policy "viewers read what may be seen of credentials" on public.workspace_api_credentials
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "admins add credentials in their own name" on public.workspace_api_credentials
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'admin')) and created_by = (select auth.uid()));

create policy "admins change credentials" on public.workspace_api_credentials
  for update to authenticated
  using ((select private.is_member(workspace_id, 'admin')))
  with check ((select private.is_member(workspace_id, 'admin')));

create policy "admins delete credentials" on public.workspace_api_credentials
  for delete to authenticated
  using ((select private.is_member(workspace_id, 'admin')));

create policy "the runtime reads the credentials of its workspace" on public.workspace_api_credentials
  for select to connector_runtime
  using (workspace_id = (select private.claimed_workspace()));

create policy "the runtime says when credentials of its workspace were used" on public.workspace_api_credentials
  for update to connector_runtime
  using (workspace_id = (select private.claimed_workspace()))
  with check (workspace_id = (select private.claimed_workspace()));

create policy "the service reads and writes every credential" on public.workspace_api_credentials
  for all to service_role using (true) with check (true);
