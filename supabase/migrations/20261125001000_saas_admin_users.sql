-- Who runs this deployment: they write the official templates and review the community's. They are no members of
-- anybody's workspace by that, and see none.
create table public.saas_admin_users (
  user_id uuid not null,
  created_at timestamptz not null default now(),
  constraint saas_admin_users_pkey primary key (user_id)
);

alter table public.saas_admin_users enable row level security;
alter table public.saas_admin_users force row level security;

revoke all on public.saas_admin_users from public, anon, authenticated, service_role, connector_runtime;
grant select on public.saas_admin_users to authenticated;
grant select, insert, update, delete on public.saas_admin_users to service_role;

create policy "SaaS admins see that they are" on public.saas_admin_users
  for select to authenticated
  using (user_id = (select auth.uid()));

create policy "the service reads and writes every SaaS admin" on public.saas_admin_users
  for all to service_role using (true) with check (true);

-- It runs with its caller's rights: the policy above shows the one row that matters.
create function private.is_saas_admin() returns boolean
language sql stable set search_path = ''
as $$
  select exists (select from public.saas_admin_users as admin where admin.user_id = (select auth.uid()))
$$;
revoke all on function private.is_saas_admin() from public;
grant execute on function private.is_saas_admin() to authenticated;
