import { compileTemplate } from '../expressions/compile-template.js';
import type { Scope } from '../expressions/scope.js';
import type { Graph, Permissions } from '../graph/schema.js';
import type { ConnectorStep } from '../graph/step-schema.js';
import type { JsonValue } from '../json.js';
import { checkValue } from '../json-schema/check-value.js';
import { withDefaults } from '../json-schema/with-defaults.js';
import { formatPlace } from '../place.js';
import { checkGraph } from './check-graph.js';
import type { StepError, StepPath } from './event.js';
import type { AbortSignalLike } from './ports.js';
import type { RunContext } from './run-context.js';
import { catchExpression } from './step-error.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** One graph inside a run: the run's own, or that of a connector. */
export interface GraphRun {
  graph: Graph;
  /** Where its requests may go at all; absent: wherever the host lets them. */
  permissions?: Permissions | undefined;
  /** The graph whose step called this one, and which of its slots fill the slots here. */
  caller?: { run: GraphRun; credentials: Readonly<Record<string, string>> };
  input: JsonValue;
  /** What stands before the ids of its steps: empty, or `step_2/`. */
  prefix: string;
  /** The connectors that this graph is inside of, outermost first. */
  stack: readonly ConnectorFrame[];
  signal: AbortSignalLike;
}

interface ConnectorFrame {
  /** As the step says it: the slug or id. */
  connector: string;
  name: string;
  graph: Graph;
}

type RunInnerGraph = (context: RunContext, run: GraphRun) => Promise<StepResult>;

export interface ConnectorStepRun {
  step: ConnectorStep;
  path: StepPath;
  scope: Scope;
  signal: AbortSignalLike;
  stack: readonly ConnectorFrame[];
  /** Runs the connector's graph; handed in, since that is what calls this. */
  runGraph: RunInnerGraph;
}

/** The input that a connector step gives, with its expressions filled in. */
export function connectorInput(
  step: ConnectorStep,
  path: StepPath,
  scope: Scope,
): { ok: true; value: JsonValue } | { ok: false; error: StepError } {
  return catchExpression(() => compileTemplate(step.input, 'input').evaluate(scope), path);
}

/** Runs the connector that a step names on that input; the connector's output is the step's. */
export async function runConnectorStep(
  context: RunContext,
  run: ConnectorStepRun,
  given: JsonValue,
): Promise<StepResult> {
  const { step, path, stack, scope, signal } = run;
  const found = await context.ports.connectors?.find(step.connector, step.version);
  if (!found) return failed(path, 'unknown_connector', unknownMessage(step), 'connector');
  const { name, definition } = found;
  const frame: ConnectorFrame = { connector: step.connector, name, graph: definition.graph };
  const refused = refuseNesting(context, stack, frame);
  if (refused) return failed(path, 'limit', refused, 'connector');
  const schema = definition.inputSchema;
  const input = withDefaults(schema, given);
  const [issue] = schema ? checkValue(schema, input) : [];
  if (issue) {
    const place = formatPlace(['input', ...issue.path]);
    return failed(path, 'invalid_input', `${name} can't run with this input: ${issue.message}`, place);
  }
  const invalid = checkGraph(definition.graph);
  if (invalid) {
    const error: StepError = { ...invalid, message: `${name} has an error: ${invalid.message}`, step: path };
    return { status: 'failed', error };
  }
  const result = await run.runGraph(context, {
    graph: definition.graph,
    input,
    prefix: `${path}/`,
    stack: [...stack, frame],
    signal,
  });
  if (result.status === 'failed') return { status: 'failed', error: inConnector(result.error, name, path) };
  if (result.status === 'cancelled') return result;
  return shapeOutput(step, path, scope, { body: result.output });
}

/** A failure of no inner step is one of the connector's own output. */
function inConnector(error: StepError, name: string, step: StepPath): StepError {
  if (error.step !== undefined) return error;
  const { path = 'output', ...rest } = error;
  return { ...rest, message: `The ${path} of ${name} can't be made: ${error.message}`, step };
}

function refuseNesting(
  context: RunContext,
  stack: readonly ConnectorFrame[],
  next: ConnectorFrame,
): string | undefined {
  const names = [...stack.map((frame) => frame.name), next.name];
  if (stack.some(({ connector, graph }) => graph === next.graph || connector === next.connector)) {
    return `${next.name} runs itself (${names.join(' → ')}). Take one of these connectors out.`;
  }
  if (stack.length < context.limits.nesting) return undefined;
  return `Connectors are nested more than ${context.limits.nesting} deep (${names.join(' → ')}). Put the steps of one into another.`;
}

function unknownMessage({ connector, version }: ConnectorStep): string {
  const which = version === undefined ? `'${connector}'` : `'${connector}' in version ${version}`;
  return `There is no connector ${which} in this workspace. Choose another, or create it.`;
}

function failed(step: StepPath, code: StepError['code'], message: string, path: string): StepResult {
  return { status: 'failed', error: { code, message, step, path } };
}
