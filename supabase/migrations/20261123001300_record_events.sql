-- Writes what happened in runs: for each entry the execution's row, which locks it and checks the fence, then the
-- events, the steps they changed, the connector's numbers at the end, and a notification. One call for several runs
-- of a workspace, and one statement where seven would each cost a round trip. It runs with its caller's rights.
--
-- Answers, entry by entry: `recorded`; or `fenced` when another runtime holds the execution or it is gone, and then
-- nothing of that entry was written. An entry that was recorded before (a commit whose answer got lost) is `recorded`.
-- Documents come as JSON text inside JSON strings: so U+0000 in them stays an escape, which type json keeps.
create function private.record_events(entries json) returns setof text
language plpgsql volatile set search_path = ''
as $$
declare
  entry record;
  held record;
begin
  for entry in
    select * from json_to_recordset(entries) as e (
      workspace_id text, execution_id uuid, fence integer, before_seq integer, last_seq integer, status text,
      started_at float8, finished_at float8, duration_ms float8, output text, error text, connector_id uuid,
      events json, steps json
    )
  loop
    update public.connector_executions as execution
    set status = entry.status,
      last_seq = entry.last_seq,
      started_at = to_timestamp(entry.started_at / 1000),
      finished_at = to_timestamp(entry.finished_at / 1000),
      duration_ms = entry.duration_ms,
      output = entry.output::json,
      error = entry.error::json,
      lease_until = case when entry.finished_at is null then execution.lease_until end
    where execution.workspace_id = entry.workspace_id
      and execution.id = entry.execution_id
      and execution.fence = entry.fence
      and execution.last_seq = entry.before_seq
      and execution.finished_at is null;

    if not found then
      select execution.fence, execution.last_seq into held
      from public.connector_executions as execution
      where execution.workspace_id = entry.workspace_id and execution.id = entry.execution_id;
      if held.fence is distinct from entry.fence then
        return next 'fenced';
      elsif held.last_seq = entry.last_seq then
        return next 'recorded';
      else
        raise exception 'Execution % has % events; those from % to % don''t follow on them.',
          entry.execution_id, held.last_seq, entry.before_seq + 1, entry.last_seq;
      end if;
      continue;
    end if;

    insert into public.connector_execution_events (workspace_id, execution_id, seq, type, event, at)
    select entry.workspace_id, entry.execution_id, e.seq, e.type, e.event::json, to_timestamp(e.at / 1000)
    from json_to_recordset(entry.events) as e (seq integer, type text, event text, at float8);

    insert into public.connector_execution_steps (workspace_id, execution_id, path, position, status, state)
    select entry.workspace_id, entry.execution_id, s.path, s.position, s.status, s.state::json
    from json_to_recordset(entry.steps) as s (path text, position integer, status text, state text)
    on conflict (workspace_id, execution_id, path)
      do update set status = excluded.status, state = excluded.state, updated_at = now();

    if entry.finished_at is not null and entry.connector_id is not null then
      perform public.increment_connector_stats(
        entry.connector_id, entry.status = 'succeeded', round(entry.duration_ms)::bigint
      );
    end if;
    perform pg_notify('patchbay_execution', entry.execution_id::text);
    return next 'recorded';
  end loop;
end
$$;

revoke all on function private.record_events(json) from public;
grant execute on function private.record_events(json) to connector_runtime;
