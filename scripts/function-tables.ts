import { type ExpressionFunction, expressionFunctions } from '#engine';
import { code, prose, table } from './markdown.js';

const titles: Record<ExpressionFunction['kind'], string> = {
  any: 'Any value',
  text: 'Text',
  list: 'Lists',
  object: 'Objects',
  number: 'Numbers',
  date: 'Dates',
  encoding: 'Encodings and digests',
};

/** The functions of expressions as Markdown: a table for each kind, in the order of the engine's own. */
export function functionTables(): string {
  const kinds = [...new Set(expressionFunctions.map((fn) => fn.kind))];
  return kinds.map(tableOf).join('\n\n');
}

function tableOf(kind: ExpressionFunction['kind']): string {
  const rows = expressionFunctions
    .filter((fn) => fn.kind === kind)
    .map((fn) => [code(fn.signature), prose(fn.doc), exampleOf(fn)]);
  return `### ${titles[kind]}\n\n${table(['function', 'what it gives', 'example'], rows)}`;
}

function exampleOf({ example: { template, scope, result } }: ExpressionFunction): string {
  const roots = Object.entries(scope ?? {}).map(([root, value]) => `, where ${code(root)} is ${json(value)}`);
  return `${code(template)} gives ${json(result)}${roots.join('')}`;
}

function json(value: unknown): string {
  return code(JSON.stringify(value));
}
