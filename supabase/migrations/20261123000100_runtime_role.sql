-- The role of background work: it sees one workspace, the one its claims name.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'connector_runtime') then
    create role connector_runtime nologin noinherit;
  end if;
  execute format('grant connector_runtime to %I', current_user);
end
$$;

grant usage on schema public to connector_runtime;

-- Functions of the policies live here, out of the reach of a REST layer over `public`.
create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to anon, authenticated, service_role, connector_runtime;

-- The one workspace that the claims limit a transaction to: always there for the runtime, and there for a user
-- whose request names a workspace.
create function private.claimed_workspace() returns text
language sql stable set search_path = ''
as $$
  select nullif(pg_catalog.current_setting('request.jwt.claims', true), '')::jsonb ->> 'workspace_id'
$$;
revoke all on function private.claimed_workspace() from public;
grant execute on function private.claimed_workspace() to authenticated, service_role, connector_runtime;
