'use client';

export { ConnectorActionNode, connectorNodeTypes } from './connector-node/connector-action-node.js';
export { type ConnectorNode, useConnectorNode } from './connector-node/use-connector-node.js';
export { ConnectorList } from './connectors/connector-list.js';
export { useConnectors } from './connectors/use-connectors.js';
export { CredentialManager, type CredentialManagerProps } from './credentials/credential-manager.js';
export type { CredentialStrings, FieldText } from './credentials/credential-strings.js';
export { type Credentials, useCredentials } from './credentials/use-credentials.js';
export type { ConnectorSummary } from './editor/connector-summary.js';
export type { CredentialSummary } from './editor/credential-summary.js';
export { englishEditorStrings } from './editor/english-strings.js';
export {
  type ConnectorFlowNode,
  type ConnectorNodeData,
  fromReactFlow,
  type StepDataNode,
  type ToReactFlowOptions,
  toReactFlow,
} from './editor/flow/react-flow.js';
export { FlowBuilder, type FlowBuilderProps, StepGraphEditor } from './editor/flow-builder.js';
export type { FlowBuilderHandle, FlowBuilderRootProps } from './editor/flow-builder-root.js';
export type { ToolbarProps } from './editor/panels/toolbar.js';
export { applyEdit } from './editor/store/apply-edit.js';
export type {
  Edit,
  EditResult,
  Fragment,
  GraphPatch,
  Point,
  Refusal,
  RefusalCode,
  WireSource,
  WireTarget,
} from './editor/store/edit.js';
export type { ChangeOrigin, GraphChange } from './editor/store/editor-state.js';
export { presetMediaType, type StepPreset } from './editor/store/step-preset.js';
export type { EditorStrings } from './editor/strings.js';
export { ExecutionList, type ExecutionListProps } from './executions/execution-list.js';
export { ExecutionView, type ExecutionViewProps } from './executions/execution-view.js';
export { type LiveExecution, useExecution } from './executions/use-execution.js';
export { type ExecutionFilter, type Executions, useExecutions } from './executions/use-executions.js';
export type { SaveState } from './flows/autosave.js';
export { FlowList, type FlowListProps } from './flows/flow-list.js';
export { FlowScreen, type FlowScreenProps } from './flows/flow-screen.js';
export { type EditableFlow, useFlow } from './flows/use-flow.js';
export { type Flows, useFlows } from './flows/use-flows.js';
export { type FlowRun, useRun } from './flows/use-run.js';
export { createCspSafeValidator } from './forms/csp-safe-validator.js';
export { DynamicForm, type DynamicFormProps, type FormError } from './forms/dynamic-form.js';
export type { FormIssue, FormValidation, FormValidator } from './forms/form-validator.js';
export type { ReferenceSource } from './forms/reference-source.js';
export type { NodeAction } from './node-library/library-items.js';
export { NodeLibrary, type NodeLibraryHandle, type NodeLibraryProps } from './node-library/node-library.js';
export type { Loadable } from './provider/loadable.js';
export type { Patchbay, PatchbayRole, PatchbayTheme } from './provider/patchbay.js';
export { PatchbayProvider, type PatchbayProviderProps } from './provider/patchbay-provider.js';
export { englishStrings, type PatchbayStrings } from './provider/strings.js';
export { usePatchbay } from './provider/use-patchbay.js';
export { useSession } from './provider/use-session.js';
export { RunPanel, type RunPanelProps } from './runs/run-panel.js';
export { StepRunDetails, type StepRunDetailsProps } from './runs/step-run-details.js';
export type {
  DefinitionChange,
  DefinitionPart,
  FieldChange,
  NamedDefinition,
} from './versions/diff-definitions.js';
export { diffDefinitions } from './versions/diff-definitions.js';
export { VersionHistory, type VersionHistoryProps } from './versions/version-history.js';
export type { VersionStrings } from './versions/version-strings.js';
export { ApiKeyList, type ApiKeyListProps } from './workspace/api-key-list.js';
export { AuditLog } from './workspace/audit-log.js';
export { MemberList, type MemberListProps } from './workspace/member-list.js';
export { type ApiKeys, useApiKeys } from './workspace/use-api-keys.js';
export { type AuditEntries, type AuditFilter, useAuditLog } from './workspace/use-audit-log.js';
export { type Members, useMembers } from './workspace/use-members.js';
export type { WorkspaceStrings } from './workspace/workspace-strings.js';
