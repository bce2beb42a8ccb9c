-- API keys of a workspace, for programs. The token itself is nowhere: `hash` is its SHA-256, and what it has of 256
-- random bits needs no salt.
create table public.workspace_api_keys (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  name text not null,
  -- Its first and last characters.
  hint text not null,
  hash text not null,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  -- To the minute.
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz,
  constraint workspace_api_keys_pkey primary key (workspace_id, id),
  constraint workspace_api_keys_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  -- Over all workspaces, for a request brings nothing but the token. Nobody learns of a hash but who has the token.
  constraint workspace_api_keys_hash_key unique (hash),
  constraint workspace_api_keys_name_check check (char_length(name) between 1 and 200),
  constraint workspace_api_keys_hint_check check (char_length(hint) between 1 and 20),
  constraint workspace_api_keys_hash_check check (hash ~ '^[0-9a-f]{64}$'),
  constraint workspace_api_keys_scopes_check
    check (cardinality(scopes) between 1 and 3 and scopes <@ array['read', 'execute', 'write'])
);

create trigger workspace_api_keys_keep_workspace before update of workspace_id on public.workspace_api_keys
  for each row execute function private.keep_workspace();

create function private.keep_revoked() returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'A key that was revoked stays so. Make a new one.' using errcode = 'insufficient_privilege';
end
$$;
revoke all on function private.keep_revoked() from public;

create trigger workspace_api_keys_keep_revoked before update of revoked_at on public.workspace_api_keys
  for each row when (old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at)
  execute function private.keep_revoked();

create trigger workspace_api_keys_audit after insert or delete or update of revoked_at on public.workspace_api_keys
  for each row execute function private.write_audit('key', 'id', 'name');

alter table public.workspace_api_keys enable row level security;
alter table public.workspace_api_keys force row level security;

revoke all on public.workspace_api_keys from public, anon, authenticated, service_role, connector_runtime;
-- All but `hash`.
grant select (
  workspace_id, id, name, hint, scopes, created_at, created_by, last_used_at, expires_at, revoked_at
) on public.workspace_api_keys to authenticated;
grant insert (workspace_id, id, name, hint, hash, scopes, expires_at, created_by)
  on public.workspace_api_keys to authenticated;
grant update (revoked_at) on public.workspace_api_keys to authenticated;
grant select, insert, update, delete on public.workspace_api_keys to service_role;

create policy "admins see the keys of their workspace" on public.workspace_api_keys
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('admin'))::text[]));

create policy "admins add keys in their own name" on public.workspace_api_keys
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'admin')) and created_by = (select auth.uid()));

create policy "admins revoke keys" on public.workspace_api_keys
  for update to authenticated
  using ((select private.is_member(workspace_id, 'admin')))
  with check ((select private.is_member(workspace_id, 'admin')));

create policy "the service reads and writes every key" on public.workspace_api_keys
  for all to service_role using (true) with check (true);

-- A request that came with a key has claims that name the key and its workspace, and no user. As long as the key is in
-- force it counts there as a viewer, or where it may execute or write as an editor; never as more, so that no key makes
-- keys or reaches members, secrets, or the log. What else its scopes leave out, the API refuses.
create function private.key_role(workspace_id text) returns public.workspace_role
language sql stable security definer set search_path = ''
as $$
  select case when key.scopes && array['execute', 'write'] then 'editor' else 'viewer' end::public.workspace_role
  from public.workspace_api_keys as key
  where key.workspace_id = $1
    and key.workspace_id = private.claimed_workspace()
    and key.id = (auth.jwt() ->> 'key_id')::uuid
    and auth.uid() is null
    and key.revoked_at is null
    and (key.expires_at is null or key.expires_at > now())
$$;

grant create on schema private to service_role;
alter function private.key_role(text) owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.key_role(text) from public;

create or replace function private.is_member(workspace_id text, min_role public.workspace_role) returns boolean
language sql stable security definer set search_path = ''
as $$
  select case when (select auth.uid()) is null then coalesce(private.key_role($1) >= $2, false) else exists (
    select from public.workspace_members as member
    where member.workspace_id = $1
      and member.user_id = (select auth.uid())
      and member.role >= $2
      and member.workspace_id = coalesce((select private.claimed_workspace()), member.workspace_id)
  ) end
$$;

create or replace function private.member_workspaces(min_role public.workspace_role) returns text[]
language sql stable security definer set search_path = ''
as $$
  select case when (select auth.uid()) is null then
    case when private.key_role(private.claimed_workspace()) >= $1
      then array[private.claimed_workspace()] else '{}' end
  else (
    select coalesce(array_agg(member.workspace_id), '{}')
    from public.workspace_members as member
    where member.user_id = (select auth.uid())
      and member.role >= $1
      and member.workspace_id = coalesce((select private.claimed_workspace()), member.workspace_id)
  ) end
$$;

-- A program needs to know nothing of the people.
alter policy "members see who else is in their workspaces" on public.workspace_members
  using ((select auth.uid()) is not null and workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

-- What a key does is in no user's name.
alter policy "editors add versions of connectors in their own name" on public.connector_versions
  with check (
    (select private.is_member(workspace_id, 'editor')) and created_by is not distinct from (select auth.uid())
  );
alter policy "editors add versions of flows in their own name" on public.flow_versions
  with check (
    (select private.is_member(workspace_id, 'editor')) and created_by is not distinct from (select auth.uid())
  );
alter policy "editors start executions in their own name" on public.connector_executions
  with check (
    (select private.is_member(workspace_id, 'editor')) and created_by is not distinct from (select auth.uid())
  );
