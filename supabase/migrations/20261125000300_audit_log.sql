-- Who did what in a workspace. Triggers write it, in the transaction of the change itself, so that no service can
-- forget it and no entry stands for a change that was rolled back. Rows are added and never changed.
create table public.audit_log (
  workspace_id text not null,
  id uuid not null default gen_random_uuid(),
  -- The clock's time and not the transaction's, and a moment after the entry before where the clock is too coarse: the
  -- changes of one transaction keep their order.
  at timestamptz not null default clock_timestamp(),
  action text not null,
  actor_type text not null,
  -- A user's or an API key's id; null for background work and the service.
  actor_id uuid,
  subject_type text not null,
  -- Null for what was never saved, such as the test of a draft.
  subject_id text,
  -- Its name at that time.
  subject_name text,
  -- Names of changed columns, versions, roles: never the content of a document, never a secret.
  detail json not null default '{}',
  -- The order in which it is read; the workspace comes first, as in every key.
  constraint audit_log_pkey primary key (workspace_id, at, id),
  constraint audit_log_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  constraint audit_log_action_check check (action ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  constraint audit_log_actor_type_check check (actor_type in ('user', 'api_key', 'runtime', 'service')),
  constraint audit_log_actor_check check ((actor_type in ('user', 'api_key')) = (actor_id is not null)),
  constraint audit_log_subject_check check (
    subject_type ~ '^[a-z_]{1,40}$' and char_length(subject_id) <= 200 and char_length(subject_name) <= 400
  ),
  constraint audit_log_detail_check check (json_typeof(detail) = 'object' and octet_length(detail::text) <= 10000)
);
create index audit_log_subject_idx on public.audit_log (workspace_id, subject_type, subject_id, at desc, id desc);

alter table public.audit_log enable row level security;
alter table public.audit_log force row level security;

revoke all on public.audit_log from public, anon, authenticated, service_role, connector_runtime;
grant select on public.audit_log to authenticated;
-- No update for anybody. Deleting is for what throws old entries away; the trigger below keeps the rest from it.
grant select, insert, delete on public.audit_log to service_role;

create policy "admins read the audit log" on public.audit_log
  for select to authenticated
  using (workspace_id = any ((select private.member_workspaces('admin'))::text[]));

create policy "the service adds entries to the audit log and forgets old ones" on public.audit_log
  for all to service_role using (true) with check (true);

-- Entries go with their workspace, and one by one when they are 30 days old: not even the service hides what it did.
create function private.keep_audit() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if old.at > clock_timestamp() - interval '30 days'
    and exists (select from public.workspaces as workspace where workspace.id = old.workspace_id) then
    raise exception 'Entries of the audit log are kept for at least 30 days.'
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end
$$;
revoke all on function private.keep_audit() from public;

create trigger audit_log_keep before delete on public.audit_log
  for each row execute function private.keep_audit();

-- The functions that write the log belong to service_role, which may add to it; nobody else may.
grant create on schema private to service_role;

-- Adds an entry in the name of whoever the transaction acts for: the role that it took, and the claims' user or key.
create function private.add_audit(
  workspace_id text, action text, subject_type text, subject_id text, subject_name text, detail json
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  -- Where a function runs with its owner's rights, current_user is that owner; this stays who called it.
  role_taken constant text := current_setting('role', true);
  claims constant jsonb := auth.jwt();
  clock constant timestamptz := clock_timestamp();
  -- An entry of a clock that once was far ahead is passed over.
  latest constant timestamptz := (
    select max(entry.at) from public.audit_log as entry
    where entry.workspace_id = $1 and entry.at < clock + interval '1 second'
  );
begin
  insert into public.audit_log (
    workspace_id, at, action, actor_type, actor_id, subject_type, subject_id, subject_name, detail
  ) values (
    $1, greatest(clock, latest + interval '1 microsecond'), $2,
    case
      when role_taken = 'authenticated' and auth.uid() is not null then 'user'
      when role_taken = 'authenticated' then 'api_key'
      when role_taken = 'connector_runtime' then 'runtime'
      else 'service'
    end,
    case when role_taken = 'authenticated' then coalesce(auth.uid(), (claims ->> 'key_id')::uuid) end,
    $3, $4, $5, $6
  );
end
$$;
alter function private.add_audit(text, text, text, text, text, json) owner to service_role;
revoke all on function private.add_audit(text, text, text, text, text, json) from public;

-- Of a row that people write: `private.write_audit(subject type, column of its id, column of its name)`. Values never
-- go into the log, but for the roles of members; names of columns do.
create function private.write_audit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  subject constant text := tg_argv[0];
  by_machine constant boolean := current_setting('role', true) is distinct from 'authenticated';
  -- Documents as text: reading into one that holds U+0000 as an escape would fail.
  columns constant text := (
    select string_agg(
      format(case when atttypid = 'json'::regtype then '($1).%1$I::text as %1$I' else '($1).%1$I' end, attname), ', '
    )
    from pg_attribute where attrelid = tg_relid and attnum > 0 and not attisdropped
  );
  before jsonb;
  after jsonb;
  shown jsonb;
  of_workspace text;
  changed text[] := '{}';
  detail jsonb := '{}';
  verb text;
begin
  if tg_op <> 'INSERT' then
    execute 'select to_jsonb(shown) from (select ' || columns || ') as shown' into before using old;
  end if;
  if tg_op <> 'DELETE' then
    execute 'select to_jsonb(shown) from (select ' || columns || ') as shown' into after using new;
  end if;
  shown := coalesce(after, before);
  of_workspace := coalesce(shown ->> 'workspace_id', shown ->> 'id');

  -- A workspace that is deleted takes its log along.
  if tg_op = 'DELETE'
    and not exists (select from public.workspaces as workspace where workspace.id = of_workspace) then
    return null;
  end if;

  if tg_op = 'UPDATE' then
    select coalesce(array_agg(was.key order by was.key), '{}') into changed
    from jsonb_each(before) as was
    join jsonb_each(after) as is_now on is_now.key = was.key
    where was.value <> is_now.value and was.key not in ('updated_at', 'version');
    -- Every save by people makes a version. Sealing a secret anew and refreshing a token make none: they are nobody's act.
    if before ->> 'version' is not distinct from after ->> 'version'
      and (changed = '{}' or (subject = 'credential' and by_machine)) then
      return null;
    end if;
    detail := jsonb_build_object('changed', changed);
  end if;
  if tg_op <> 'DELETE' and after ->> 'version' is not null then
    detail := detail || jsonb_build_object('version', (after ->> 'version')::int);
  end if;

  verb := case
    when subject = 'member' and tg_op = 'INSERT' then 'added'
    when subject = 'member' and tg_op = 'UPDATE' then 'role_changed'
    when subject = 'member' and shown ->> 'user_id' = auth.uid()::text then 'left'
    when subject = 'member' then 'removed'
    when subject = 'workspace' and tg_op = 'UPDATE' then 'renamed'
    when tg_op = 'INSERT' then 'created'
    when tg_op = 'DELETE' then 'deleted'
    when 'sealed' = any (changed) then 'secrets_replaced'
    when 'revoked_at' = any (changed) then 'revoked'
    else 'updated'
  end;
  if subject = 'member' then
    detail := jsonb_strip_nulls(jsonb_build_object('from', before ->> 'role', 'to', after ->> 'role'));
  end if;
  perform private.add_audit(
    of_workspace, subject || '.' || verb, subject, shown ->> tg_argv[1], shown ->> tg_argv[2], detail::json
  );
  return null;
end
$$;
alter function private.write_audit() owner to service_role;
revoke all on function private.write_audit() from public;

-- Of runs: what people start, cancel and delete. What the runtime makes of them is in the journal.
create function private.write_execution_audit() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  run constant public.connector_executions := case when tg_op = 'DELETE' then old else new end;
begin
  perform private.add_audit(
    run.workspace_id,
    'execution.' || case tg_op when 'INSERT' then 'started' when 'DELETE' then 'deleted' else 'cancel_requested' end,
    'execution', run.id::text, run.name, json_build_object('number', run.number, 'version', run.version)
  );
  return null;
end
$$;
alter function private.write_execution_audit() owner to service_role;
revoke all on function private.write_execution_audit() from public;

-- For what has no row: the test of a draft, a connection made by OAuth. Only in a workspace of the caller's, as an
-- editor there at least, and never an action that the triggers write.
create function private.record_audit(
  workspace_id text, action text, subject_type text, subject_id text, subject_name text, detail json
) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  is_theirs constant boolean := case current_setting('role', true)
    when 'authenticated' then private.is_member($1, 'editor')
    when 'connector_runtime' then $1 = private.claimed_workspace()
    when 'service_role' then true
  end;
begin
  if is_theirs is not true then
    raise exception 'There is no such workspace, or you may not act in it.' using errcode = 'insufficient_privilege';
  end if;
  if current_setting('role', true) = 'authenticated' and $2 not in ('draft.tested', 'credential.tested') then
    raise exception 'The action % is written when it happens.', $2 using errcode = 'insufficient_privilege';
  end if;
  perform private.add_audit($1, $2, $3, $4, $5, $6);
end
$$;
alter function private.record_audit(text, text, text, text, text, json) owner to service_role;
revoke all on function private.record_audit(text, text, text, text, text, json) from public;
grant execute on function private.record_audit(text, text, text, text, text, json)
  to authenticated, connector_runtime, service_role;

revoke create on schema private from service_role;

-- Updates are named by their columns: the numbers of a connector, the last use of a credential, the count of runs and
-- all that a runtime writes don't come here.
create trigger workspace_members_audit after insert or delete or update of role on public.workspace_members
  for each row execute function private.write_audit('member', 'user_id', 'user_id');
create trigger workspaces_audit after update of name on public.workspaces
  for each row execute function private.write_audit('workspace', 'id', 'name');
create trigger connectors_audit
  after insert or delete or update of slug, name, description, icon, definition, version on public.connectors
  for each row execute function private.write_audit('connector', 'id', 'name');
create trigger flows_audit after insert or delete or update of name, description, definition, version on public.flows
  for each row execute function private.write_audit('flow', 'id', 'name');
create trigger workspace_api_credentials_audit
  after insert or delete or update of slot, name, settings, hints, hosts, sealed, version
  on public.workspace_api_credentials
  for each row execute function private.write_audit('credential', 'id', 'name');
create trigger connector_executions_audit after insert or delete on public.connector_executions
  for each row when (current_setting('role', true) = 'authenticated')
  execute function private.write_execution_audit();
create trigger connector_executions_cancel_audit after update of cancel_requested on public.connector_executions
  for each row when (new.cancel_requested and not old.cancel_requested)
  execute function private.write_execution_audit();
