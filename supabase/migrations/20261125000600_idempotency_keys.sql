-- What was answered to requests with an Idempotency-Key. A row is written in the transaction of what the request does,
-- so that there is never one without the other.
create table public.idempotency_keys (
  workspace_id text not null,
  -- The user, or the API key, that sent it.
  principal_id uuid not null default coalesce(auth.uid(), (auth.jwt() ->> 'key_id')::uuid),
  -- The pattern of the route, e.g. POST /api/v1/flows/:id/execute.
  route text not null,
  key text not null,
  -- SHA-256 over the address and the body, in hex.
  fingerprint text not null,
  -- What the request made, as it was answered; encrypted where it holds a secret.
  answer json not null,
  is_sealed boolean not null default false,
  -- Until when somebody still works at the answer; null: it is whole.
  busy_until timestamptz,
  created_at timestamptz not null default now(),
  constraint idempotency_keys_pkey primary key (workspace_id, principal_id, route, key),
  constraint idempotency_keys_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade,
  constraint idempotency_keys_key_check check (key ~ '^[\x20-\x7e]{1,255}$'),
  constraint idempotency_keys_route_check check (char_length(route) between 1 and 200),
  constraint idempotency_keys_fingerprint_check check (fingerprint ~ '^[0-9a-f]{64}$')
);
-- What the pruning of old keys reads.
create index idempotency_keys_created_idx on public.idempotency_keys (created_at);

create trigger idempotency_keys_keep_workspace before update of workspace_id on public.idempotency_keys
  for each row execute function private.keep_workspace();

alter table public.idempotency_keys enable row level security;
alter table public.idempotency_keys force row level security;

revoke all on public.idempotency_keys from public, anon, authenticated, service_role, connector_runtime;
grant select on public.idempotency_keys to authenticated;
grant insert (workspace_id, route, key, fingerprint, answer, is_sealed, busy_until)
  on public.idempotency_keys to authenticated;
grant update (fingerprint, answer, is_sealed, busy_until, created_at) on public.idempotency_keys to authenticated;
grant select, insert, update, delete on public.idempotency_keys to service_role;

create policy "members read what they were answered themselves" on public.idempotency_keys
  for select to authenticated
  using (
    workspace_id = any ((select private.member_workspaces('viewer'))::text[])
    and principal_id = (select coalesce(auth.uid(), (auth.jwt() ->> 'key_id')::uuid))
  );

create policy "members keep what they are answered" on public.idempotency_keys
  for insert to authenticated
  with check (
    (select private.is_member(workspace_id, 'viewer'))
    and principal_id = (select coalesce(auth.uid(), (auth.jwt() ->> 'key_id')::uuid))
  );

create policy "members replace what they were answered themselves" on public.idempotency_keys
  for update to authenticated
  using (
    (select private.is_member(workspace_id, 'viewer'))
    and principal_id = (select coalesce(auth.uid(), (auth.jwt() ->> 'key_id')::uuid))
  )
  with check (
    (select private.is_member(workspace_id, 'viewer'))
    and principal_id = (select coalesce(auth.uid(), (auth.jwt() ->> 'key_id')::uuid))
  );

create policy "the service reads and writes every idempotency key" on public.idempotency_keys
  for all to service_role using (true) with check (true);
