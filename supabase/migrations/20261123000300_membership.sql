-- Both functions read workspace_members past its policies, or those would call themselves. They belong to
-- service_role, which a policy lets through, so they work whether or not their creator may bypass RLS.

-- Claims that name a workspace narrow both to it, so a request made for one workspace can't touch another, even
-- where the user is a member of both.

-- For one row: is the asking user a member of this workspace, with at least this role?
create function private.is_member(workspace_id text, min_role public.workspace_role) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.workspace_members as member
    where member.workspace_id = $1
      and member.user_id = (select auth.uid())
      and member.role >= $2
      and member.workspace_id = coalesce((select private.claimed_workspace()), member.workspace_id)
  )
$$;

-- For many rows: every workspace where the asking user has at least this role. A policy that compares with
-- this list asks once a statement instead of once a row, and can use the index on workspace_id.
create function private.member_workspaces(min_role public.workspace_role) returns text[]
language sql stable security definer set search_path = ''
as $$
  select coalesce(array_agg(member.workspace_id), '{}')
  from public.workspace_members as member
  where member.user_id = (select auth.uid())
    and member.role >= $1
    and member.workspace_id = coalesce((select private.claimed_workspace()), member.workspace_id)
$$;

grant create on schema private to service_role;
alter function private.is_member(text, public.workspace_role) owner to service_role;
alter function private.member_workspaces(public.workspace_role) owner to service_role;
revoke create on schema private from service_role;

revoke all on function private.is_member(text, public.workspace_role) from public;
revoke all on function private.member_workspaces(public.workspace_role) from public;
grant execute on function private.is_member(text, public.workspace_role) to authenticated;
grant execute on function private.member_workspaces(public.workspace_role) to authenticated;

create policy "members see their workspaces" on public.workspaces
  for select to authenticated
  using (id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "the service reads and writes every workspace" on public.workspaces
  for all to service_role using (true) with check (true);

create policy "members see who else is in their workspaces" on public.workspace_members
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('viewer'))::text[]));

create policy "the service reads and writes every membership" on public.workspace_members
  for all to service_role using (true) with check (true);
