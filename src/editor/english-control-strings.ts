import { OPERATOR_WORDS } from '../engine/index.js';
import type { ControlStrings } from './control-strings.js';
import { optionName, optionValue } from './english-options.js';
import type { RowWord } from './flow/node-rows.js';

const rowWords: Record<RowWord, string> = {
  when: 'only if',
  if: 'If',
  and: 'and',
  or: 'or',
  for_each: 'for each of',
  seconds: 'seconds',
  until: 'until',
  input: 'input',
  ...OPERATOR_WORDS,
};

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `90` as `1 minute 30 seconds`; the two largest units say enough. */
function secondsInWords(seconds: number): string {
  if (seconds < 1) return `${seconds} seconds`;
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [unit, size] of units) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(count === 1 ? `1 ${unit}` : `${count} ${unit}s`);
  }
  return parts.slice(0, 2).join(' ');
}

/** The control of steps in English. */
export const englishControlStrings: ControlStrings = {
  branchTitle: 'Branch',
  branchText: 'Go one way or another',
  waitTitle: 'Wait',
  waitText: 'For a time, or until one',
  anyWay: 'In any case',
  otherwise: 'Otherwise',
  wayGone: (id) => `${id} (gone)`,
  chooseOutcome: (outcome) => `Follows: ${outcome}. Choose another`,
  wayOut: (name) => `${name}: then run`,
  rowWord: (word) => rowWords[word],
  partOf: (name) => `part of: ${name}`,
  conditional: 'Runs only if its condition holds',
  loop: (items) =>
    items === undefined
      ? 'Runs once for each item of a list'
      : `Runs once for each item of a list: ${items === 1 ? '1 item' : `${items} items`}`,
  tabRun: 'Run',
  connectWhen: 'Runs',
  deleteCaseTitle: (name, count) =>
    count === 1 ? `One connection follows “${name}”` : `${count} connections follow “${name}”`,
  deleteCaseText:
    'A step that no connection leads to any more runs at once. When the case is gone, these lead from nothing:',
  deleteCaseEdges: 'Delete them too',
  branchNote:
    'From the top, the first case that holds is the way that is taken. Where none holds, it is “Otherwise”.',
  caseName: 'Name of the case',
  caseId: 'Id of the case',
  caseIdHint: 'Connections name the case by it. Renaming changes all of them.',
  addCase: 'Add a case',
  deleteCase: (name) => `Delete the case ${name}`,
  moveCaseUp: (name) => `Look at ${name} earlier`,
  moveCaseDown: (name) => `Look at ${name} later`,
  leadsTo: (names) => (names.length === 0 ? 'Leads nowhere yet.' : `Leads to ${names.join(', ')}.`),
  comparisonLeft: 'Compare',
  comparisonOp: 'Comparison',
  comparisonRight: 'With',
  joint: 'How many have to hold',
  allHold: 'All of these',
  anyHolds: 'Any of these',
  noComparisons: (joint) =>
    joint === 'all' ? 'Without a comparison this always holds.' : 'Without a comparison this never holds.',
  addComparison: 'Add a comparison',
  removeComparison: 'Remove this comparison',
  nestedCondition: 'This condition is nested. It is kept as it is; the API and flow files can change it.',
  waitKind: 'How it waits',
  waitKindFor: 'For a time',
  waitKindUntil: 'Until a moment',
  waitSeconds: 'Seconds',
  waitMoment: 'Moment',
  waitMomentHint:
    'A date and time with its zone, like 2026-01-05T14:05:00Z, or Unix seconds. One that is past ends the wait at once.',
  actionNote: (action) =>
    `What “${action}” does is part of the product around this editor. It is given these fields.`,
  runsWhen: 'When it runs',
  runsAlways: 'Always',
  runsOnlyIf: 'Only if…',
  runsHowOften: 'How often it runs',
  runsOnce: 'Once',
  runsForEach: 'For each item of a list',
  loopItems: 'List',
  loopHint: 'In the fields of this step, item is the item and index its place, from 0.',
  loopConcurrency: 'Items at the same time',
  loopOnError: 'When an item fails',
  loopFail: 'Stop',
  loopCollect: 'Go on',
  loopItem: 'Item',
  loopIndex: 'Index',
  options: 'Also set',
  optionsNote:
    'These have no fields here yet. They are kept as they are; the API and flow files can change them.',
  option: optionName,
  optionValue,
  bodyKept:
    'This kind of body has no fields here yet. It is kept as it is; the API and flow files can change it.',
  waitFor: (seconds) => `Wait ${secondsInWords(seconds)}`,
  waitForTemplate: (template) => `Wait ${template} seconds`,
  waitUntil: (moment) => `Wait until ${moment}`,
  waitUnset: 'no time yet',
  noCases: 'no cases yet',
  actionSummary: (action) => `action · ${action}`,
};
