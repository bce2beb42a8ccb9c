import type { StepStatus } from '../engine/index.js';
import type { DataType } from '../ui/data-type.js';
import { englishControlStrings } from './english-control-strings.js';
import type { Conversion } from './flow/fit.js';
import type { EditType, RefusalCode } from './store/edit.js';
import type { EditorStrings } from './strings.js';

const statuses: Record<StepStatus, string> = {
  queued: 'queued',
  running: 'running',
  waiting: 'waiting',
  succeeded: 'succeeded',
  failed: 'failed',
  skipped: 'skipped',
  cancelled: 'cancelled',
};

const types: Record<DataType, string> = {
  string: 'text',
  number: 'a number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
  null: 'empty',
  any: 'anything',
};

const conversions: Record<Conversion['id'], string> = {
  first: 'take the first',
  join: 'join with commas',
  count: 'count',
  as_text: 'make it text',
  as_json: 'write it as JSON',
  as_is: 'connect as it is',
};

function doneText(type: EditType, name: string, other: string): string {
  switch (type) {
    case 'add_step':
    case 'insert_step':
      return `Added ${name}.`;
    case 'remove_steps':
      return `Deleted ${name}.`;
    case 'move_steps':
      return `Moved ${name}.`;
    case 'rename_step':
      return `Renamed ${name} to ${other}; everything that reads it follows.`;
    case 'connect':
    case 'wire':
      return `Connected ${name} to ${other}.`;
    case 'disconnect':
      return `Disconnected ${name} from ${other}.`;
    case 'unwire':
      return `Disconnected ${name}.`;
    case 'set_edge_outcome':
      return `Changed when ${other} runs.`;
    case 'rename_case':
      return `Renamed the case ${name} to ${other}; what follows it goes on following it.`;
    case 'remove_case':
      return `Deleted the case ${name}.`;
    case 'paste':
      return `Pasted ${name}.`;
    case 'apply_fix':
      return 'Fixed.';
    case 'update_step':
    case 'set_output':
    case 'replace_graph':
      return '';
    default:
      return type satisfies never;
  }
}

function refusedText(code: RefusalCode, step: string, other: string): string {
  switch (code) {
    case 'cycle':
      return `${other} already comes before ${step}. Connecting them this way would go in a circle.`;
    case 'self':
      return `${step} can't read its own output.`;
    case 'duplicate_edge':
      return `${step} and ${other} are connected already.`;
    case 'unknown_step':
      return `This step is gone.`;
    case 'bad_id':
      return `“${step}” can't be an id: start with a letter, then letters, digits and _, 64 at most.`;
    case 'taken_id':
      return `“${step}” is taken by another step.`;
    case 'unknown_case':
      return 'This case is gone.';
    case 'bad_case':
      return `“${step}” can't be a case's id: start with a letter, then letters, digits and _. success, failure and else are taken.`;
    case 'taken_case':
      return `“${step}” is another case of this branch.`;
    case 'too_many_steps':
      return 'A flow has 2,000 steps at most.';
    case 'nothing_to_fix':
      return 'There is nothing left to fix here.';
    default:
      return code satisfies never;
  }
}

/** The editor in English. */
export const englishEditorStrings: EditorStrings = {
  ...englishControlStrings,
  canvas: 'Flow canvas',
  library: 'Node library',
  inspector: 'Inspector',
  toolbar: 'Flow tools',
  runPanel: 'Run',
  problems: 'Problems',
  outline: 'Outline',
  searchLibrary: 'Search nodes',
  groupConnectors: 'Your connectors',
  groupSteps: 'Steps',
  groupActions: 'Actions',
  httpTitle: 'HTTP request',
  httpText: 'Call any API',
  transformTitle: 'Transform',
  transformText: 'Shape the data',
  stepCount: (count) => (count === 1 ? '1 step' : `${count} steps`),
  noMatchTitle: 'Nothing found',
  noMatchText: (query) => `No connector or step matches “${query}”.`,
  clearSearch: 'Clear search',
  noConnectors: 'No connectors yet. Start with an HTTP request.',
  loadingConnectors: 'Loading connectors…',
  connectorsFailed: "Your connectors couldn't be loaded.",
  tryAgain: 'Try again',
  emptyTitle: 'Start with a step',
  emptyText: 'Drag one here from the library, or press / to search for it.',
  emptyReadOnly: 'This flow has no steps yet.',
  emptyAction: 'Add an HTTP request',
  undo: 'Undo',
  redo: 'Redo',
  lens: 'Data lens',
  lensHint: 'Show the wires that carry data',
  problemCount: (count) => (count === 1 ? '1 problem' : `${count} problems`),
  noProblems: 'No problems. This flow can run.',
  run: 'Run',
  runWith: 'Run with other input…',
  runDialogTitle: 'Run with this input',
  runDialogText: 'It is kept for the next run of this flow.',
  cancelRun: 'Cancel run',
  running: 'Running',
  close: 'Close',
  showLibrary: 'Show the library',
  showInspector: 'Show the inspector',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fitView: 'Fit everything in view',
  arrange: 'Arrange the steps',
  whole: 'output',
  missing: 'needed',
  noValue: 'no value',
  usedBy: (count) => `used by ${count}`,
  more: (count) => `+${count} more`,
  less: 'Show fewer',
  status: (status) => statuses[status],
  stepDetails: (summary, status) => (status === undefined ? `, ${summary}` : `, ${summary}, ${status}`),
  part: (editor, part) => `${editor}: ${part}`,
  typeName: (type) => types[type],
  conversion: (id) => conversions[id],
  unfitting: (from, field, to, options) =>
    `${from} doesn't fit ${field}, which takes ${to}: ${options.join(', ')}?`,
  willConvert: (pipe) => `fits through | ${pipe}`,
  wouldCircle: 'this step comes before: it would go in a circle',
  chooseConversion: 'How should it fit?',
  chooseConversionText: (from, to) => `${from} goes into ${to}.`,
  deleteEdge: (source, target) => `Delete the connection from ${source} to ${target}`,
  deleteWire: (field) => `Delete the wire to ${field}`,
  edgeOnSuccess: 'On success',
  edgeOnFailure: 'On failure',
  sequenceIn: 'Runs after',
  sequenceOut: 'Then run',
  failureOut: 'If it fails, run',
  inputOf: (field) => `Input ${field}`,
  outputOf: (field) => `Output ${field}`,
  tabSetUp: 'Set up',
  tabRequest: 'Request',
  tabOutput: 'Output',
  tabSettings: 'Settings',
  stepName: 'Name',
  stepId: 'Id',
  stepIdHint: 'Expressions name the step by it. Renaming changes all of them.',
  connectTo: 'Connect to…',
  connectTitle: 'Connect a field',
  connectText: 'The value of the source field goes into the target field whenever the flow runs.',
  connectFromStep: 'From step',
  connectFromField: 'Source field',
  connectToStep: 'To step',
  connectToField: 'Target field',
  connectNoField: 'Only the order (no field)',
  connect: 'Connect',
  cancel: 'Cancel',
  deleteStep: 'Delete',
  duplicateStep: 'Duplicate',
  deleteReadTitle: (count) => (count === 1 ? 'One field reads this step' : `${count} fields read this step`),
  deleteReadText: 'When it is gone, these have nothing to read:',
  deleteClear: 'Delete and clear them',
  deleteKeep: 'Delete, keep them as problems',
  notRunTitle: 'Not run yet',
  notRunText: 'Press Run, and what this step sent and got appears here.',
  pin: 'Pin as sample',
  unpin: 'Unpin the sample',
  sampleNote: 'Pinned sample: used while you build, never in a run.',
  noInputTitle: 'Nothing to fill in',
  noInputText: 'This connector takes no input.',
  connectorGone: (slug) => `The connector “${slug}” is not in this workspace. Install it, or choose another.`,
  flowInputTitle: 'Input',
  flowInputText: 'What the flow is given when it runs. Steps read it as input.',
  flowNoInput: 'This flow takes no input.',
  selectHint: 'Select a step to set it up.',
  manySelected: (count) => `${count} steps selected`,
  flowInput: 'Input',
  transformEmpty: 'Each field here is a field of the output. Add the first.',
  foldRun: 'Fold the run away',
  unfoldRun: 'Show the run',
  stepActions: 'More for this step',
  auth: 'Authentication',
  authNone: 'None',
  authKept: (way) => `${way}, as the flow has it`,
  authUnknown: (slot) => `${slot} (no such credential)`,
  authOnlyTo: (hosts) => `Sent only to ${hosts.join(', ')}.`,
  authElsewhere: (host, hosts) =>
    `It isn't sent to ${host}, only to ${hosts.join(', ')}. Choose another, or have the host added to it.`,
  authNoCredentials: 'The workspace has no credentials yet.',
  body: 'Body',
  bodyNone: 'None',
  bodyForm: 'Form',
  bodyText: 'Text',
  done: doneText,
  refused: refusedText,
  undone: 'Undone.',
  redone: 'Done again.',
  copied: 'Copied.',
  nothingToUndo: 'Nothing to undo.',
  nothingToRedo: 'Nothing to do again.',
  untitled: 'Untitled step',
  connectorSummary: (about) => `connector · ${about}`,
  noFields: 'no fields yet',
  httpMethod: 'Method',
  httpUrl: 'URL',
  httpUrlHint: 'A segment like :id becomes a path value below.',
  httpPath: 'Path values',
  httpQuery: 'Query',
  httpHeaders: 'Headers',
  retries: 'Retries',
  retryAttempts: 'Attempts',
  retryBackoff: 'Wait between attempts',
  retryFirstWait: 'First wait, ms',
  retryLongestWait: 'Longest wait, ms',
  retryJitter: 'Vary the waits',
  timeLimit: 'Time limit of one attempt, ms',
  notes: 'Notes',
  fieldNeeded: 'Fill this in, or wire a field to it',
  brokenTitle: "The editor can't show this.",
  brokenText: 'Something in it failed; your flow is still there. Try again, or undo your last change.',
};
