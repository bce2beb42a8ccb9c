import { flowSchema } from './flow-schema.js';
import { functionTables } from './function-tables.js';
import {
  commonFieldTable,
  errorTable,
  fieldTable,
  kindTable,
  limitTable,
  operatorTable,
  outcomeTable,
  problemTable,
} from './step-tables.js';

/** A part of a page of docs/ that is made from the code: what stands between `<!-- name:start -->` and `<!-- name:end -->`. */
export interface GeneratedSection {
  page: string;
  name: string;
  /** Markdown. */
  render: () => string;
}

const onSteps = (name: string, render: () => string): GeneratedSection => ({
  page: 'docs/steps.md',
  name,
  render,
});

export const generatedSections: readonly GeneratedSection[] = [
  { page: 'docs/expressions.md', name: 'functions', render: functionTables },
  onSteps('graph', () => fieldTable('Graph')),
  onSteps('edge', () => fieldTable('Edge')),
  onSteps('every-step', commonFieldTable),
  onSteps('condition-operators', operatorTable),
  onSteps('for-each', () => fieldTable('ForEach')),
  onSteps('http', () => fieldTable('HttpStep')),
  onSteps('request', () => fieldTable('Request')),
  onSteps('body', () => kindTable('Body')),
  onSteps('auth', () => kindTable('Auth')),
  onSteps('outcomes', outcomeTable),
  onSteps('retry', () => fieldTable('Retry')),
  onSteps('pagination', () => kindTable('Pagination')),
  onSteps('poll', () => fieldTable('Poll')),
  onSteps('connector', () => fieldTable('ConnectorStep')),
  onSteps('case', () => fieldTable('Case')),
  onSteps('wait', () => fieldTable('WaitStep')),
  onSteps('action', () => fieldTable('ActionStep')),
  onSteps('permissions', () => fieldTable('Permissions')),
  onSteps('error-codes', errorTable),
  onSteps('problem-codes', problemTable),
  onSteps('limits', limitTable),
];

/** Files that are made from the code as a whole. */
export const generatedFiles: readonly { path: string; render: () => string }[] = [
  { path: 'docs/flow.schema.json', render: () => `${JSON.stringify(flowSchema(), null, 1)}\n` },
];

/** The page's text with the section made anew. Throws where the page has no such markers, or more than one pair. */
export function withSection(text: string, { page, name, render }: GeneratedSection): string {
  const [before, inside, ...more] = text.split(`<!-- ${name}:start -->`);
  const [, after, ...others] = inside?.split(`<!-- ${name}:end -->`) ?? [];
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`${page} needs one <!-- ${name}:start --> and, after it, one <!-- ${name}:end -->.`);
  }
  return `${before}<!-- ${name}:start -->\n\n${render()}\n\n<!-- ${name}:end -->${after}`;
}
