import type { RowWord } from './flow/node-rows.js';
import type { StepOption } from './flow/step-options.js';

/** The texts about what steps do beside their work: branches, waits, loops, conditions and what has no fields. */
export interface ControlStrings {
  branchTitle: string;
  branchText: string;
  waitTitle: string;
  waitText: string;
  /** An edge out of a branch that is followed whatever case holds. */
  anyWay: string;
  /** The way out of a branch that is taken where no case holds. */
  otherwise: string;
  /** A way that an edge names and the branch doesn't have. */
  wayGone: (id: string) => string;
  /** The button that chooses what an edge follows; `outcome` is what it follows now. */
  chooseOutcome: (outcome: string) => string;
  wayOut: (name: string) => string;
  /** What an input is called that has no name of its own, and how the sides of a comparison are compared. */
  rowWord: (word: RowWord) => string;
  /** One of the comparisons of a condition that is nested. */
  partOf: (name: string) => string;
  /** The signs of a step that may be skipped, and of one that runs for each item of a list. */
  conditional: string;
  loop: (items: number | undefined) => string;
  /** In the place of `tabRequest` for a step that sends none. */
  tabRun: string;
  connectWhen: string;
  deleteCaseTitle: (name: string, count: number) => string;
  deleteCaseText: string;
  deleteCaseEdges: string;
  branchNote: string;
  caseName: string;
  caseId: string;
  caseIdHint: string;
  addCase: string;
  deleteCase: (name: string) => string;
  moveCaseUp: (name: string) => string;
  moveCaseDown: (name: string) => string;
  /** Where a way of a branch leads; `names` is empty where it leads nowhere. */
  leadsTo: (names: readonly string[]) => string;
  comparisonLeft: string;
  comparisonOp: string;
  comparisonRight: string;
  joint: string;
  allHold: string;
  anyHolds: string;
  noComparisons: (joint: 'all' | 'any') => string;
  addComparison: string;
  removeComparison: string;
  nestedCondition: string;
  waitKind: string;
  waitKindFor: string;
  waitKindUntil: string;
  waitSeconds: string;
  waitMoment: string;
  waitMomentHint: string;
  actionNote: (action: string) => string;
  runsWhen: string;
  runsAlways: string;
  runsOnlyIf: string;
  runsHowOften: string;
  runsOnce: string;
  runsForEach: string;
  loopItems: string;
  loopHint: string;
  loopConcurrency: string;
  loopOnError: string;
  loopFail: string;
  loopCollect: string;
  loopItem: string;
  loopIndex: string;
  /** What is set of a step that has no form here. */
  options: string;
  optionsNote: string;
  option: (option: StepOption) => string;
  optionValue: (option: StepOption) => string;
  bodyKept: string;
  /** What stands below the name of a wait, for a number of seconds and for what is no number. */
  waitFor: (seconds: number) => string;
  waitForTemplate: (template: string) => string;
  waitUntil: (moment: string) => string;
  waitUnset: string;
  noCases: string;
  actionSummary: (action: string) => string;
}
