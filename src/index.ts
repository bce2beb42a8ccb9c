'use client';

export { ConnectorActionNode, connectorNodeTypes } from './connector-node/connector-action-node.js';
export { type ConnectorNode, useConnectorNode } from './connector-node/use-connector-node.js';
export type { ConnectorSummary } from './editor/connector-summary.js';
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
export { DynamicForm, type DynamicFormProps, type FormError } from './forms/dynamic-form.js';
export type { ReferenceSource } from './forms/reference-source.js';
export type { NodeAction } from './node-library/library-items.js';
export { NodeLibrary, type NodeLibraryHandle, type NodeLibraryProps } from './node-library/node-library.js';
export type { Patchbay, PatchbayRole, PatchbayTheme } from './provider/patchbay.js';
export { PatchbayProvider, type PatchbayProviderProps } from './provider/patchbay-provider.js';
export { usePatchbay } from './provider/use-patchbay.js';
export { RunPanel, type RunPanelProps } from './runs/run-panel.js';
export { StepRunDetails, type StepRunDetailsProps } from './runs/step-run-details.js';
