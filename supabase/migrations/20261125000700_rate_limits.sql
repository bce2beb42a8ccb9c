-- How many requests were granted in the minute under way. Not logged: a crash forgets one minute's count.
create unlogged table public.rate_limits (
  workspace_id text not null,
  -- Who is counted, and for what: `workspace`, `user:<id>`, `runs:<id>`.
  subject text not null,
  window_start timestamptz not null,
  used integer not null,
  -- What the last statement was granted.
  granted integer not null,
  constraint rate_limits_pkey primary key (workspace_id, subject),
  constraint rate_limits_subject_check check (char_length(subject) between 1 and 100),
  constraint rate_limits_used_check check (used >= 0 and granted >= 0)
);
create index rate_limits_window_idx on public.rate_limits (window_start);

alter table public.rate_limits enable row level security;
alter table public.rate_limits force row level security;

revoke all on public.rate_limits from public, anon, authenticated, service_role, connector_runtime;
grant select, insert, update, delete on public.rate_limits to service_role;

create policy "the service reads and writes every count of requests" on public.rate_limits
  for all to service_role using (true) with check (true);

-- Takes up to `wanted` requests out of a minute's `capacity`, as one statement on one row: whatever number of servers
-- ask at once, no more than `capacity` are granted in a minute of the database's clock. The last ones are given out in
-- small numbers, so that few are left lying with a server that doesn't need them. The workspace is the claims', and the
-- caller has to be in it; nobody else's row is reached, and there is no way to lower a count.
create function private.take_requests(subject text, capacity integer, wanted integer)
returns table (granted integer, remaining integer, reset_ms integer)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  workspace constant text := private.claimed_workspace();
  minute constant timestamptz := date_trunc('minute', clock_timestamp());
  principal constant text := coalesce(auth.uid()::text, auth.jwt() ->> 'key_id');
  most constant integer := least(greatest($3, 1), greatest(1, $2 / 10), $2);
begin
  if private.is_member(workspace, 'viewer') is not true
    or not ($1 = 'workspace' or split_part($1, ':', 2) = principal) then
    raise exception 'These requests are counted for somebody else.' using errcode = 'insufficient_privilege';
  end if;
  return query
    insert into public.rate_limits as counted (workspace_id, subject, window_start, used, granted)
    values (workspace, $1, minute, most, most)
    on conflict on constraint rate_limits_pkey do update set
      window_start = greatest(counted.window_start, excluded.window_start),
      granted = case when counted.window_start < excluded.window_start then most
        else greatest(0, least(most, $2 - counted.used, greatest(1, ($2 - counted.used) / 10))) end,
      used = case when counted.window_start < excluded.window_start then most
        else counted.used + greatest(0, least(most, $2 - counted.used, greatest(1, ($2 - counted.used) / 10))) end
    returning counted.granted, greatest(0, $2 - counted.used),
      greatest(1, ceil(extract(epoch from counted.window_start + interval '1 minute' - clock_timestamp()) * 1000))::integer;
end
$$;
grant create on schema private to service_role;
alter function private.take_requests(text, integer, integer) owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.take_requests(text, integer, integer) from public;
grant execute on function private.take_requests(text, integer, integer) to authenticated;
