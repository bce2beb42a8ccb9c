-- Credentials whose token is fetched: OAuth 2.0 (RFC 6749, 7523) and log-ins. What they are fetched with stays in
-- `sealed`; the tokens have a column of their own, sealed for it alone.
alter table public.workspace_api_credentials
  drop constraint workspace_api_credentials_type_check,
  add constraint workspace_api_credentials_type_check check (type in (
    'bearer', 'api_key', 'basic', 'hmac', 'aws_sigv4', 'custom',
    'oauth2_authorization_code', 'oauth2_client_credentials', 'jwt_assertion', 'session'
  )),
  -- Null: a type that has no tokens.
  add column status text,
  -- Why there is no token, or no newer one, in a sentence for people.
  add column problem text,
  add column expires_at timestamptz,
  add column sealed_tokens json,
  -- Counts who may write the tokens: up by one with each refresh that begins, and whenever the tokens are forgotten.
  add column token_version integer not null default 0,
  -- Somebody refreshes, and nobody else begins to before then; on the database's clock.
  add column refreshing_until timestamptz,
  -- A request that shows whether the credential works.
  add column test json,
  add constraint workspace_api_credentials_status_check
    check (status in ('connected', 'not_connected', 'reconnect')),
  add constraint workspace_api_credentials_problem_check check (char_length(problem) between 1 and 1000),
  add constraint workspace_api_credentials_sealed_tokens_check check (
    sealed_tokens is null
    or json_typeof(sealed_tokens) = 'object' and (sealed_tokens ->> 'kid') is not null
      and (sealed_tokens ->> 'ct') is not null
  ),
  add constraint workspace_api_credentials_token_version_check check (token_version >= 0),
  add constraint workspace_api_credentials_test_check check (json_typeof(test) = 'object');

-- All but `sealed_tokens`, which no user reads.
grant select (status, problem, expires_at, token_version, test) on public.workspace_api_credentials to authenticated;
grant insert (status, test) on public.workspace_api_credentials to authenticated;
grant update (test) on public.workspace_api_credentials to authenticated;
grant update (status, problem, expires_at, sealed_tokens, token_version, refreshing_until)
  on public.workspace_api_credentials to connector_runtime;

drop trigger workspace_api_credentials_touch_updated_at on public.workspace_api_credentials;
create trigger workspace_api_credentials_touch_updated_at
  before update of slot, name, settings, hints, hosts, test, version on public.workspace_api_credentials
  for each row execute function private.touch_updated_at();

drop trigger workspace_api_credentials_audit on public.workspace_api_credentials;
create trigger workspace_api_credentials_audit
  after insert or delete or update of slot, name, settings, hints, hosts, sealed, test, version
  on public.workspace_api_credentials
  for each row execute function private.write_audit('credential', 'id', 'name');

-- Whoever changes what tokens are fetched with, or for whom, forgets those that were fetched; whoever fetches some at
-- that moment has lost the right to keep them. Sealing a secret anew under another key is no such change: the service
-- does that.
create function private.forget_tokens() returns trigger
language plpgsql set search_path = ''
as $$
begin
  new.status := 'not_connected';
  new.problem := null;
  new.expires_at := null;
  new.sealed_tokens := null;
  new.refreshing_until := null;
  new.token_version := old.token_version + 1;
  return new;
end
$$;
revoke all on function private.forget_tokens() from public;

create trigger workspace_api_credentials_forget_tokens
  before update of settings, sealed on public.workspace_api_credentials
  for each row when (
    old.status is not null and current_setting('role', true) = 'authenticated'
    and (new.settings::text <> old.settings::text or new.sealed::text <> old.sealed::text)
  )
  execute function private.forget_tokens();

-- Keeps the first tokens of a connection that an admin made, and says so in the audit log. False: the credential was
-- changed since the connection was begun. Refreshes that are under way have lost the right to keep what they bring.
create function private.connect_credential(
  of_workspace text, of_credential uuid, as_of integer, tokens json, lifetime_seconds double precision
) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  connected_name text;
begin
  if private.is_member(of_workspace, 'admin') is not true then
    raise exception 'Only admins of the workspace connect its credentials.' using errcode = 'insufficient_privilege';
  end if;
  update public.workspace_api_credentials
  set sealed_tokens = tokens, status = 'connected', problem = null, refreshing_until = null,
    token_version = token_version + 1,
    expires_at = clock_timestamp() + least(lifetime_seconds, 3153600000) * interval '1 second'
  where workspace_id = of_workspace and id = of_credential and version = as_of
  returning name into connected_name;
  if not found then
    return false;
  end if;
  perform private.add_audit(
    of_workspace, 'credential.connected', 'credential', of_credential::text, connected_name, '{}'
  );
  return true;
end
$$;
grant create on schema private to service_role;
alter function private.connect_credential(text, uuid, integer, json, double precision) owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.connect_credential(text, uuid, integer, json, double precision) from public;
grant execute on function private.connect_credential(text, uuid, integer, json, double precision) to authenticated;

-- Whoever can't read a secret must not have it sent somewhere else: another host or another place to fetch tokens from
-- comes together with the secret, also where somebody writes to the table directly.
create function private.keep_destinations() returns trigger
language plpgsql set search_path = ''
as $$
begin
  if not new.hosts <@ old.hosts or exists (
    select from unnest(array['authorizationEndpoint', 'tokenEndpoint', 'issuer', 'loginUrl']) as field
    where new.settings ->> field is distinct from old.settings ->> field
  ) then
    raise exception 'Give the secrets again to have them sent somewhere else.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end
$$;
revoke all on function private.keep_destinations() from public;

create trigger workspace_api_credentials_keep_destinations
  before update of hosts, settings, sealed on public.workspace_api_credentials
  for each row when (
    current_setting('role', true) = 'authenticated' and new.sealed::text = old.sealed::text
  )
  execute function private.keep_destinations();

-- Connections that were begun in a browser: what has to be known when it comes back. Each is used once.
create table public.oauth_states (
  workspace_id text not null,
  -- SHA-256 of `state`, which only the browser and the service get.
  state_hash text not null,
  credential_id uuid not null,
  user_id uuid not null default auth.uid(),
  -- SHA-256 of a cookie: the browser that comes back is the one that set out.
  browser_hash text not null,
  -- The PKCE verifier (RFC 7636).
  sealed json not null,
  -- The credential's `version` then: it was changed meanwhile where that differs.
  credential_version integer not null,
  -- Where the page leads back to.
  return_to text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '10 minutes',
  constraint oauth_states_pkey primary key (workspace_id, state_hash),
  constraint oauth_states_credential_fkey foreign key (workspace_id, credential_id)
    references public.workspace_api_credentials (workspace_id, id) on delete cascade,
  constraint oauth_states_state_hash_check check (state_hash ~ '^[A-Za-z0-9_-]{43}$'),
  constraint oauth_states_browser_hash_check check (browser_hash ~ '^[A-Za-z0-9_-]{43}$'),
  constraint oauth_states_sealed_check check (
    json_typeof(sealed) = 'object' and (sealed ->> 'kid') is not null and (sealed ->> 'ct') is not null
  ),
  constraint oauth_states_return_to_check check (char_length(return_to) <= 2000)
);
create index oauth_states_state_hash_idx on public.oauth_states (state_hash);
create index oauth_states_credential_idx on public.oauth_states (workspace_id, credential_id);

create trigger oauth_states_keep_workspace
  before update of workspace_id on public.oauth_states
  for each row execute function private.keep_workspace();

create trigger oauth_states_audit after insert on public.oauth_states
  for each row execute function private.write_audit('connection', 'credential_id', 'credential_id');

alter table public.oauth_states enable row level security;
alter table public.oauth_states force row level security;

revoke all on public.oauth_states from public, anon, authenticated, service_role, connector_runtime;
grant insert (workspace_id, state_hash, credential_id, user_id, browser_hash, sealed, credential_version, return_to)
  on public.oauth_states to authenticated;
-- A browser that comes back is signed in nowhere: only the service finds where it belongs.
grant select, insert, update, delete on public.oauth_states to service_role;

create policy "admins begin connections in their own name" on public.oauth_states
  for insert to authenticated
  with check ((select private.is_member(workspace_id, 'admin')) and user_id = (select auth.uid()));

create policy "the service reads and writes every connection that was begun" on public.oauth_states
  for all to service_role using (true) with check (true);
