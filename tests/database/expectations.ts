import type { TableExpectation } from './expectation.js';
import { credentialExpectations } from './expectations/credential-expectations.js';
import { documentExpectations } from './expectations/document-expectations.js';
import { executionExpectations } from './expectations/execution-expectations.js';
import { templateExpectations } from './expectations/template-expectations.js';
import { workspaceExpectations } from './expectations/workspace-expectations.js';

/** Every table of `public`, and what each asker may do with it. A table that isn't here fails the tests. */
export const expectations: Record<string, TableExpectation> = {
  ...workspaceExpectations,
  ...documentExpectations,
  ...executionExpectations,
  ...credentialExpectations,
  ...templateExpectations,
};

/** Who may call each function of `public` and `private`, of the roles that are asked about. */
export const functionExpectations: Record<string, readonly string[]> = {
  'public.increment_connector_stats': ['connector_runtime'],
  'private.applied_migrations': ['service_role'],
  'private.connect_credential': ['authenticated', 'service_role'],
  'private.forget_tokens': [],
  'private.keep_destinations': [],
  'private.claimed_workspace': ['authenticated', 'connector_runtime', 'service_role'],
  'private.is_member': ['authenticated', 'service_role'],
  'private.member_workspaces': ['authenticated', 'service_role'],
  'private.number_execution': ['service_role'],
  'private.record_events': ['connector_runtime'],
  'private.is_saas_admin': ['authenticated'],
  'private.was_published': ['authenticated', 'service_role'],
  'private.key_role': ['service_role'],
  'private.keep_revoked': [],
  'private.keep_an_owner': ['service_role'],
  'private.add_audit': ['service_role'],
  'private.write_audit': ['service_role'],
  'private.write_execution_audit': ['service_role'],
  'private.record_audit': ['authenticated', 'connector_runtime', 'service_role'],
  'private.keep_audit': [],
  'private.take_requests': ['authenticated', 'service_role'],
  'private.keep_workspace': [],
  'private.touch_updated_at': [],
};
