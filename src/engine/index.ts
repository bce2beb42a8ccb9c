export { OPERATOR_WORDS } from './conditions/operator-words.js';
export type { CallNode, ExpressionNode, LiteralNode, OperandNode, ReferenceNode } from './expressions/ast.js';
export { type CompiledTemplate, compileTemplate, evaluateTemplate } from './expressions/compile-template.js';
export { ExpressionError, type ExpressionErrorCode, type Span } from './expressions/expression-error.js';
export {
  type ExpressionFunction,
  expressionFunctions,
} from './expressions/functions/expression-functions.js';
export type { FunctionKind } from './expressions/functions/known-functions.js';
export {
  isReference,
  listReferences,
  renameRoot,
  type TemplateReference,
} from './expressions/list-references.js';
export { parseExpression } from './expressions/parse-expression.js';
export type { Scope } from './expressions/scope.js';
export {
  CONDITION_OPERATORS,
  type Comparison,
  type Condition,
  type ConditionOperator,
  conditionSchema,
  isUnary,
} from './graph/condition-schema.js';
export { ancestorsOf, effectiveEdges } from './graph/edges.js';
export {
  authSchema,
  type HttpAuth,
  type HttpBody,
  type HttpMethod,
  type HttpRequestTemplate,
  httpBodySchema,
  httpMethodSchema,
  httpRequestSchema,
  signedPartSchema,
  slotSchema,
} from './graph/http-request-schema.js';
export {
  type AnswerOutcome,
  type Classification,
  type HttpStep,
  httpStepSchema,
  type Pagination,
  type Poll,
} from './graph/http-step-schema.js';
export { jsonSchemaSchema } from './graph/json-value-schema.js';
export { type Parsed, parseDefinition, parseFlowFile, parseGraph } from './graph/parse.js';
export type { Problem, ProblemCode, ProblemFix } from './graph/problem.js';
export { renameStep } from './graph/rename-step.js';
export {
  type Definition,
  definitionSchema,
  type Edge,
  edgeSchema,
  type FlowFile,
  flowFileSchema,
  type Graph,
  graphSchema,
  MAX_STEPS,
  type Permissions,
  permissionsSchema,
  slugSchema,
} from './graph/schema.js';
export { type SlotUse, slotUses } from './graph/slot-uses.js';
export { type ForEach, forEachSchema, type RetryPolicy, retryPolicySchema } from './graph/step-base.js';
export { RESERVED_ROOTS, type StepId, stepIdSchema } from './graph/step-id.js';
export {
  type ActionStep,
  actionStepSchema,
  type BranchCase,
  type BranchStep,
  branchCaseSchema,
  branchStepSchema,
  type ConnectorStep,
  connectorStepSchema,
  type Step,
  type StepType,
  stepSchema,
  type TransformStep,
  transformStepSchema,
  type WaitStep,
  waitStepSchema,
} from './graph/step-schema.js';
export { type StepTemplate, stepReferences, stepTemplates } from './graph/step-templates.js';
export { validateGraph } from './graph/validate-graph.js';
export type {
  KnownAction,
  KnownConnector,
  KnownSlot,
  ValidationContext,
} from './graph/validation-context.js';
export type { JsonObject, JsonSchema, JsonValue, Template } from './json.js';
export { checkValue, type SchemaIssue } from './json-schema/check-value.js';
export { withDefaults } from './json-schema/with-defaults.js';
export { formatPlace, getAtPlace, parsePlace, placeWithin, setAtPlace } from './place.js';
export { applyRunEvent, applyRunEvents, initialRunState } from './run/apply-run-event.js';
export type {
  AttemptRecord,
  Instant,
  RequestRecord,
  ResponseRecord,
  RunEvent,
  RunEventBody,
  RunEventType,
  StepError,
  StepErrorCode,
  StepPath,
  Waiting,
  WaitReason,
} from './run/event.js';
export { DEFAULT_LIMITS, type Limits } from './run/limits.js';
export type {
  AbortSignalLike,
  Action,
  ActionCall,
  CarriedGraph,
  ClockPort,
  ConnectorsPort,
  Credential,
  CredentialRefusal,
  CredentialsPort,
  CredentialUse,
  HttpFailure,
  HttpPhase,
  HttpPort,
  HttpReply,
  JournalPort,
  OutgoingRequest,
  Ports,
  ReadyStep,
  RunStepsPort,
  SendOptions,
  StepReport,
  StepsPort,
} from './run/ports.js';
export { type Run, type RunOptions, type RunResult, runGraph } from './run/run-graph.js';
export { type ReadyStepOptions, runReadyStep } from './run/run-ready-step.js';
export type { RunState, RunStatus, StepState, StepStatus } from './run/state.js';
export type { StepResult } from './run/step-result.js';
export { unreachable } from './unreachable.js';
