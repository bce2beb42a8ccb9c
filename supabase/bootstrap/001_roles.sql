-- What Supabase brings and a plain PostgreSQL or PGlite doesn't: the roles that requests run as.
-- Applied only where Supabase is absent; running it again changes nothing.
do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'anon') then
    create role anon nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'authenticated') then
    create role authenticated nologin noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
    -- Supabase gives it bypassrls, which only a superuser can grant; here policies of its own let it through.
    create role service_role nologin noinherit;
  end if;
  execute format('grant anon, authenticated, service_role to %I', current_user);
end
$$;

grant usage on schema public to anon, authenticated, service_role;
