-- The versions of the migrations that this database has, by Patchbay's own list and the Supabase CLI's, for a server
-- whose role owns neither. It runs as its creator, who can read both; one that is on both lists comes twice.
create function private.applied_migrations() returns setof text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if to_regclass('private.patchbay_migrations') is not null then
    return query execute 'select version from private.patchbay_migrations';
  end if;
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    return query execute 'select version::text from supabase_migrations.schema_migrations';
  end if;
end
$$;

revoke all on function private.applied_migrations() from public;
grant execute on function private.applied_migrations() to service_role;
