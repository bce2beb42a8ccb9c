-- People manage the members of their workspace themselves.
alter table public.workspace_members
  -- A label by which others know them; what a token says of its user, or an admin of whom they add.
  add column email text,
  add constraint workspace_members_email_check check (char_length(email) between 1 and 320);

grant insert (workspace_id, user_id, role, email) on public.workspace_members to authenticated;
grant update (role) on public.workspace_members to authenticated;
grant delete on public.workspace_members to authenticated;

-- Owners are made, changed and removed by owners; all others by admins too. So nobody raises their own role: an admin
-- can't become an owner, and those below change nobody.
create policy "admins add members and owners add owners" on public.workspace_members
  for insert to authenticated
  with check ((
    select private.is_member(workspace_id, case when role = 'owner' then role else 'admin' end)
  ));

create policy "admins change members and owners change owners" on public.workspace_members
  for update to authenticated
  using ((select private.is_member(workspace_id, case when role = 'owner' then role else 'admin' end)))
  with check ((select private.is_member(workspace_id, case when role = 'owner' then role else 'admin' end)));

create policy "admins remove members and owners remove owners and anybody leaves" on public.workspace_members
  for delete to authenticated
  using (
    (select private.is_member(workspace_id, case when role = 'owner' then role else 'admin' end))
    or (user_id = (select auth.uid()) and (select private.is_member(workspace_id, 'viewer')))
  );

-- A workspace without an owner could never get one again. The lock makes two owners who go at once, or demote each
-- other, wait for one another: the second one sees what the first left.
create function private.keep_an_owner() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.workspaces as workspace where workspace.id = old.workspace_id for no key update;
  -- Not found: the whole workspace goes.
  if found and not exists (
    select from public.workspace_members as member
    where member.workspace_id = old.workspace_id and member.role = 'owner'
  ) then
    raise exception 'The last owner of a workspace stays its owner.'
      using errcode = 'check_violation', constraint = 'workspace_members_last_owner';
  end if;
  return null;
end
$$;
grant create on schema private to service_role;
alter function private.keep_an_owner() owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.keep_an_owner() from public;

create trigger workspace_members_keep_an_owner after delete or update of role on public.workspace_members
  for each row when (old.role = 'owner') execute function private.keep_an_owner();

-- The log names members by their email.
drop trigger workspace_members_audit on public.workspace_members;
create trigger workspace_members_audit after insert or delete or update of role on public.workspace_members
  for each row execute function private.write_audit('member', 'user_id', 'email');
