import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type FlowFile, type Problem, parseFlowFile, type ValidationContext, validateGraph } from '#engine';
import { findConnectorChain } from '../services/connector-chain.js';
import { UsageError } from './usage-error.js';

/**
 * Reads a flow file and checks it whole, connectors too; anything that keeps it from running is a `UsageError`. `actions`
 * finds what a host does in steps of type `action`; absent: not known here.
 */
export async function readFlowFile(
  path: string,
  { actions }: Pick<ValidationContext, 'actions'> = {},
): Promise<FlowFile> {
  const parsed = parseFlowFile(asFile(parseJson(await readText(path), path), path));
  if (!parsed.ok) throw problemsError(path, parsed.problems);
  const errors = problemsOf(parsed.value, actions).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw problemsError(path, errors);
  return parsed.value;
}

/** A graph alone is a flow too, by the name of its file. */
function asFile(document: unknown, path: string): unknown {
  const isGraph = typeof document === 'object' && document !== null && 'steps' in document;
  return isGraph && !('graph' in document)
    ? { name: basename(path).replace(/(?:\.flow)?\.json$/, ''), graph: document }
    : document;
}

export async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
  } catch (cause) {
    throw new UsageError(unreadable(path, cause));
  }
}

function unreadable(path: string, cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ENOENT':
      return `There is no file ${path}.`;
    case 'EISDIR':
      return `${path} is a folder. Name a file in it.`;
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return `${path} is not text in UTF-8. Save it in that encoding.`;
    default:
      return `${path} can't be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  }
}

export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${what} is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function problemsOf(file: FlowFile, actions: ValidationContext['actions']): Problem[] {
  const connectors = file.connectors ?? [];
  const find = (name: string) => {
    const found = connectors.find(({ slug }) => slug === name);
    return found && { name: found.name, definition: found };
  };
  const around = { connectors: find, actions };
  const { graph, inputSchema, permissions } = file;
  const inFlow = validateGraph(graph, { ...around, inputSchema, permissions });
  const inConnectors = connectors.flatMap(({ slug, ...connector }) =>
    validateGraph(connector.graph, {
      ...around,
      inputSchema: connector.inputSchema,
      permissions: connector.permissions,
    }).map((problem) => ({ ...problem, stepId: [slug, problem.stepId].filter(Boolean).join('/') })),
  );
  return [...inFlow, ...inConnectors, ...repeatedIn(connectors), ...cyclesIn(connectors)];
}

function repeatedIn(connectors: NonNullable<FlowFile['connectors']>): Problem[] {
  const slugs = connectors.map(({ slug }) => slug);
  const repeated = new Set(slugs.filter((slug, index) => slugs.indexOf(slug) !== index));
  return [...repeated].map((slug) => ({
    code: 'invalid_document',
    severity: 'error',
    stepId: slug,
    message: 'Several connectors of this file have this slug. Give each its own.',
  }));
}

function cyclesIn(connectors: NonNullable<FlowFile['connectors']>): Problem[] {
  const uses = new Map(
    connectors.map(({ slug, graph }) => [
      slug,
      graph.steps.flatMap((step) => (step.type === 'connector' ? [step.connector] : [])),
    ]),
  );
  return connectors.flatMap(({ slug }): Problem[] => {
    const chain = findConnectorChain(slug, uses);
    if (!chain) return [];
    const message = `This connector would run itself: ${chain.join(' → ')}. Take one of these steps out.`;
    return [{ code: 'cycle', severity: 'error', stepId: slug, message }];
  });
}

function problemsError(path: string, problems: readonly Problem[]): UsageError {
  const lines = problems.map(({ stepId, path: place, message }) => {
    const where = [stepId, place].filter(Boolean).join(' › ');
    return `  ${where ? `${where}: ` : ''}${message}`;
  });
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  return new UsageError([`${count} in ${path}:`, ...lines].join('\n'));
}
