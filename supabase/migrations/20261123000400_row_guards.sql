-- A member of two workspaces could otherwise move a row from one to the other.
create function private.keep_workspace() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if new.workspace_id is distinct from old.workspace_id then
    raise exception 'A row of % can''t move to another workspace.', tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;

create function private.touch_updated_at() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.updated_at = now();
  return new;
end
$$;

revoke all on function private.keep_workspace() from public;
revoke all on function private.touch_updated_at() from public;

create trigger workspace_members_keep_workspace before update of workspace_id on public.workspace_members
  for each row execute function private.keep_workspace();
