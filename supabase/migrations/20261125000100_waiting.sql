-- A step, or a whole run, that has nothing to do before a time that its journal names.
alter table public.connector_executions
  drop constraint connector_executions_status_check,
  add constraint connector_executions_status_check
    check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'cancelled'));

alter table public.connector_execution_steps
  drop constraint connector_execution_steps_status_check,
  add constraint connector_execution_steps_status_check
    check (status in ('queued', 'running', 'waiting', 'succeeded', 'failed', 'skipped', 'cancelled'));
