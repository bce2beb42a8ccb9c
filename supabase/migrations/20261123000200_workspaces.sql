create type public.workspace_role as enum ('viewer', 'editor', 'admin', 'owner');

create table public.workspaces (
  id text not null,
  name text not null,
  -- The last "Run #" given out.
  last_execution_number integer not null default 0,
  created_at timestamptz not null default now(),
  constraint workspaces_pkey primary key (id),
  constraint workspaces_id_check check (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
  constraint workspaces_name_check check (char_length(name) between 1 and 200),
  constraint workspaces_last_execution_number_check check (last_execution_number >= 0)
);

create table public.workspace_members (
  workspace_id text not null,
  user_id uuid not null,
  role public.workspace_role not null,
  created_at timestamptz not null default now(),
  constraint workspace_members_pkey primary key (workspace_id, user_id),
  constraint workspace_members_workspace_fkey foreign key (workspace_id)
    references public.workspaces (id) on delete cascade
);
create index workspace_members_user_idx on public.workspace_members (user_id, workspace_id);

alter table public.workspaces enable row level security;
alter table public.workspaces force row level security;
alter table public.workspace_members enable row level security;
alter table public.workspace_members force row level security;

revoke all on public.workspaces, public.workspace_members from public, anon, authenticated, service_role, connector_runtime;
grant select on public.workspaces, public.workspace_members to authenticated;
grant select, insert, update, delete on public.workspaces, public.workspace_members to service_role;
