-- What workspaces install connectors from. A slug is a public name, so it is one for all workspaces.
create table public.connector_templates (
  slug text not null,
  tier text not null,
  -- Whose it is; null: the deployment's own, or its workspace is gone.
  workspace_id text,
  name text not null,
  summary text not null default '',
  category text not null default '',
  icon text,
  status text not null default 'draft',
  -- Checked by a SaaS admin.
  verified boolean not null default false,
  -- Why it shouldn't be installed any more, and the slug of what to take instead.
  deprecated_reason text,
  successor text,
  installs integer not null default 0,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  constraint connector_templates_pkey primary key (slug),
  constraint connector_templates_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete set null,
  constraint connector_templates_successor_fkey foreign key (successor)
    references public.connector_templates (slug) on delete set null,
  constraint connector_templates_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
  constraint connector_templates_tier_check check (tier in ('official', 'community')),
  constraint connector_templates_official_check check (tier = 'community' or workspace_id is null),
  constraint connector_templates_name_check check (char_length(name) between 1 and 200),
  constraint connector_templates_summary_check check (char_length(summary) <= 500),
  constraint connector_templates_category_check check (char_length(category) <= 100),
  constraint connector_templates_icon_check check (char_length(icon) <= 200),
  constraint connector_templates_status_check
    check (status in ('draft', 'in_review', 'published', 'deprecated', 'withdrawn')),
  constraint connector_templates_deprecated_check
    check (char_length(deprecated_reason) <= 2000 and (status = 'deprecated') = (deprecated_reason is not null)),
  constraint connector_templates_successor_check check (successor <> slug),
  constraint connector_templates_installs_check check (installs >= 0)
);
create index connector_templates_workspace_idx on public.connector_templates (workspace_id);
create index connector_templates_successor_idx on public.connector_templates (successor);
create index connector_templates_browse_idx on public.connector_templates (status, tier, category, slug);

-- Each version as it was published; it never changes.
create table public.connector_template_versions (
  slug text not null,
  -- https://semver.org
  version text not null,
  manifest json not null,
  -- SHA-256 of the manifest, in hex: what an installed connector is pinned to.
  content_hash text not null,
  status text not null default 'in_review',
  -- What its reviewer said.
  review text,
  created_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  published_at timestamptz,
  constraint connector_template_versions_pkey primary key (slug, version),
  constraint connector_template_versions_template_fkey foreign key (slug)
    references public.connector_templates (slug) on delete cascade,
  constraint connector_template_versions_version_check
    check (char_length(version) <= 100 and version ~ '^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$'),
  constraint connector_template_versions_manifest_check check (json_typeof(manifest) = 'object'),
  constraint connector_template_versions_content_hash_check check (content_hash ~ '^[0-9a-f]{64}$'),
  constraint connector_template_versions_status_check
    check (status in ('in_review', 'published', 'rejected', 'withdrawn')),
  constraint connector_template_versions_review_check check (char_length(review) <= 5000),
  constraint connector_template_versions_published_check check (status <> 'published' or published_at is not null)
);

-- A workspace that is deleted leaves its templates behind; moving them to another one is refused.
create trigger connector_templates_keep_workspace before update of workspace_id on public.connector_templates
  for each row when (new.workspace_id is not null) execute function private.keep_workspace();
create trigger connector_templates_touch_updated_at
  before update of name, summary, category, icon, status, verified, deprecated_reason, successor
  on public.connector_templates
  for each row execute function private.touch_updated_at();

-- Of a workspace's own; the deployment's have no workspace whose log they could be in.
create trigger connector_templates_start_audit after insert on public.connector_templates
  for each row when (new.workspace_id is not null)
  execute function private.write_audit('template', 'slug', 'name');
create trigger connector_templates_audit
  after update of name, summary, category, icon, status, verified, deprecated_reason, successor
  on public.connector_templates
  for each row when (new.workspace_id is not null)
  execute function private.write_audit('template', 'slug', 'name');
create trigger connector_templates_end_audit after delete on public.connector_templates
  for each row when (old.workspace_id is not null)
  execute function private.write_audit('template', 'slug', 'name');

alter table public.connector_templates enable row level security;
alter table public.connector_templates force row level security;
alter table public.connector_template_versions enable row level security;
alter table public.connector_template_versions force row level security;

revoke all on public.connector_templates, public.connector_template_versions
  from public, anon, authenticated, service_role, connector_runtime;
-- Not who of them made it: that is the workspace's own business.
grant select (
  slug, tier, workspace_id, name, summary, category, icon, status, verified, deprecated_reason, successor, installs,
  created_at, updated_at
) on public.connector_templates to authenticated;
grant delete on public.connector_templates to authenticated;
grant insert (slug, tier, workspace_id, name, summary, category, icon, status, created_by)
  on public.connector_templates to authenticated;
grant update (name, summary, category, icon, status, verified, deprecated_reason, successor)
  on public.connector_templates to authenticated;
grant select (slug, version, manifest, content_hash, status, review, created_at, published_at)
  on public.connector_template_versions to authenticated;
-- Neither the manifest nor its hash is ever updated.
grant insert (slug, version, manifest, content_hash, status, published_at, created_by)
  on public.connector_template_versions to authenticated;
grant update (status, review, published_at) on public.connector_template_versions to authenticated;
grant select, insert, update, delete on public.connector_templates, public.connector_template_versions to service_role;

-- It belongs to service_role: the versions' policies ask for the template's, which would ask for the versions' again.
create function private.was_published(slug text) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.connector_template_versions as version
    where version.slug = $1 and version.published_at is not null
  )
$$;
grant create on schema private to service_role;
alter function private.was_published(text) owner to service_role;
revoke create on schema private from service_role;
revoke all on function private.was_published(text) from public;
grant execute on function private.was_published(text) to authenticated;

create policy "users read what is published, editors their own templates, SaaS admins all" on public.connector_templates
  for select to authenticated
  using (
    status in ('published', 'deprecated')
    or workspace_id = any ((select private.member_workspaces('editor'))::text[])
    or (select private.is_saas_admin())
  );

create policy "editors add community templates for review, SaaS admins any" on public.connector_templates
  for insert to authenticated
  with check (
    created_by is not distinct from (select auth.uid())
    and (
      (tier = 'community' and status in ('draft', 'in_review') and (select private.is_member(workspace_id, 'editor')))
      or (select private.is_saas_admin())
    )
  );

-- An editor takes a published template back, or works on one that isn't; only a SaaS admin publishes.
create policy "editors change their unpublished templates, SaaS admins any" on public.connector_templates
  for update to authenticated
  using (
    workspace_id = any ((select private.member_workspaces('editor'))::text[]) or (select private.is_saas_admin())
  )
  with check (
    (
      status in ('draft', 'in_review', 'withdrawn')
      and not verified
      and workspace_id = any ((select private.member_workspaces('editor'))::text[])
    )
    or (select private.is_saas_admin())
  );

create policy "editors delete their templates that nobody could install" on public.connector_templates
  for delete to authenticated
  using (
    status in ('draft', 'in_review')
    -- What once was published may be installed somewhere: its slug stays taken.
    and not private.was_published(slug)
    and (
      workspace_id = any ((select private.member_workspaces('editor'))::text[]) or (select private.is_saas_admin())
    )
  );

create policy "the service reads and writes every template" on public.connector_templates
  for all to service_role using (true) with check (true);

-- Whether the template may be seen is its own policies' business: this subquery runs under them.
create policy "users read the published versions of templates, their makers all" on public.connector_template_versions
  for select to authenticated
  using (
    exists (
      select from public.connector_templates as template
      where template.slug = connector_template_versions.slug
        and (
          connector_template_versions.status = 'published'
          or template.workspace_id = any ((select private.member_workspaces('editor'))::text[])
        )
    )
    or (select private.is_saas_admin())
  );

create policy "editors hand in versions of their templates, SaaS admins any" on public.connector_template_versions
  for insert to authenticated
  with check (
    created_by is not distinct from (select auth.uid())
    and (
      (
        status = 'in_review'
        and exists (
          select from public.connector_templates as template
          where template.slug = connector_template_versions.slug
            and template.workspace_id = any ((select private.member_workspaces('editor'))::text[])
        )
      )
      or (select private.is_saas_admin())
    )
  );

create policy "SaaS admins review and publish versions" on public.connector_template_versions
  for update to authenticated
  using ((select private.is_saas_admin()))
  with check ((select private.is_saas_admin()));

create policy "the service reads and writes every version of a template" on public.connector_template_versions
  for all to service_role using (true) with check (true);
