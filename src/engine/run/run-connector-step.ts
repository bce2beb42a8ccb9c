import type { ConnectorStep } from '../graph/step-schema.js';
import type { JsonValue } from '../json.js';
import { checkValue } from '../json-schema/check-value.js';
import { withDefaults } from '../json-schema/with-defaults.js';
import { formatPlace } from '../place.js';
import { checkGraph } from './check-graph.js';
import type { StepError, StepPath } from './event.js';
import type { ConnectorFrame } from './graph-run.js';
import type { RunContext } from './run-context.js';
import type { Unit } from './run-unit.js';
import { type StepResult, shapeOutput } from './step-result.js';

/** Runs the connector that a step names on that input; the connector's output is the step's. */
export async function runConnectorStep(
  context: RunContext,
  unit: Unit & { step: ConnectorStep },
  given: JsonValue,
): Promise<StepResult> {
  const { step, path, scope, signal, run } = unit;
  const { stack } = run;
  const found = await context.ports.connectors?.find(step.connector, step.version);
  if (!found) return failed(path, 'unknown_connector', unknownMessage(step), 'connector');
  const { name, definition } = found;
  const { graph, permissions } = definition;
  const frame: ConnectorFrame = { connector: step.connector, name, graph };
  const refused = refuseNesting(context, stack, frame);
  if (refused) return failed(path, 'limit', refused, 'connector');
  const schema = definition.inputSchema;
  const input = withDefaults(schema, given);
  const [issue] = schema ? checkValue(schema, input) : [];
  if (issue) {
    const place = formatPlace(['input', ...issue.path]);
    return failed(path, 'invalid_input', `${name} can't run with this input: ${issue.message}`, place);
  }
  const invalid = checkGraph(graph);
  if (invalid) {
    const error: StepError = { ...invalid, message: `${name} has an error: ${invalid.message}`, step: path };
    return { status: 'failed', error };
  }
  const result = await context.runInner({
    graph,
    permissions,
    caller: { run, credentials: step.credentials ?? {} },
    input,
    prefix: `${path}/`,
    stack: [...stack, frame],
    signal,
  });
  if (result.status === 'failed') return { status: 'failed', error: inConnector(result.error, name, path) };
  if (result.status !== 'succeeded') return result;
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
  return `There is no connector ${which} here. Choose another, or add it.`;
}

function failed(step: StepPath, code: StepError['code'], message: string, path: string): StepResult {
  return { status: 'failed', error: { code, message, step, path } };
}
