import type { CredentialStrings } from '../credentials/credential-strings.js';
import { englishCredentialStrings } from '../credentials/english-credential-strings.js';
import { englishEditorStrings } from '../editor/english-strings.js';
import type { EditorStrings } from '../editor/strings.js';
import { englishFormStrings, type FormStrings } from '../forms/form-strings.js';
import { englishRunStrings, type RunStrings } from '../runs/run-strings.js';
import { englishUiStrings, type UiStrings } from '../ui/ui-strings.js';
import { englishVersionStrings } from '../versions/english-version-strings.js';
import type { VersionStrings } from '../versions/version-strings.js';
import { englishWorkspaceStrings } from '../workspace/english-workspace-strings.js';
import type { WorkspaceStrings } from '../workspace/workspace-strings.js';

/** Every text that a host may say in its own words or language; what is absent from a group stays English. */
export interface PatchbayStrings {
  /** The words of buttons, menus and status signs everywhere. */
  ui: Partial<UiStrings>;
  /** The words of forms, and of what is wrong in them. */
  forms: Partial<FormStrings>;
  /** The words of runs: timeline, log, requests and responses. */
  runs: Partial<RunStrings>;
  /** The words of the flow builder, the node library and the connector's node. */
  editor: Partial<EditorStrings>;
  /** The words of the credential manager. */
  credentialManager: Partial<CredentialStrings>;
  /** The words of the version history. */
  versionHistory: Partial<VersionStrings>;
  /** The words of the members, the API keys and the audit log. */
  workspace: Partial<WorkspaceStrings>;
  flows: string;
  flowsLead: string;
  newFlow: string;
  untitledFlow: string;
  noFlowsTitle: string;
  noFlowsText: string;
  steps: (count: number) => string;
  changed: string;
  neverRun: string;
  ranTimes: (count: number) => string;
  notCreated: string;
  connectors: string;
  connectorsLead: string;
  noConnectorsTitle: string;
  noConnectorsText: string;
  credentials: string;
  executions: string;
  executionsLead: string;
  noExecutionsTitle: string;
  noExecutionsText: string;
  noMatchesTitle: string;
  noMatchesText: string;
  clearFilters: string;
  anyStatus: string;
  allFlows: string;
  status: string;
  flow: string;
  run: string;
  started: string;
  duration: string;
  when: string;
  version: string;
  stepsDone: string;
  retries: string;
  runNumber: (number: number) => string;
  openInEditor: string;
  step: string;
  chooseStep: string;
  notReached: string;
  failedAt: (step: string) => string;
  trigger: (trigger: 'manual' | 'api') => string;
  notCancelled: string;
  loadMore: string;
  refresh: string;
  retry: string;
  cancelRun: string;
  retryRun: string;
  retryRunWith: (version: number) => string;
  runAgain: string;
  runAgainWith: (version: number) => string;
  repeats: (kind: 'retry' | 'replay') => string;
  earlierRun: string;
  deletedRun: string;
  saved: (version: number) => string;
  saving: string;
  unsaved: string;
  saveFailed: string;
  saveFailedTitle: string;
  conflictTitle: string;
  conflictText: string;
  loadTheirs: string;
  keepMine: string;
  runNotStarted: string;
  runNotFollowed: string;
  unreachableTitle: string;
  unreachableText: string;
  failedTitle: string;
  notFoundTitle: string;
  notFoundText: string;
  forbiddenTitle: string;
  forbiddenText: string;
  dismiss: string;
  rename: string;
}

/** The strings a provider has when it is given none. */
export const englishStrings: PatchbayStrings = {
  ui: englishUiStrings,
  forms: englishFormStrings,
  runs: englishRunStrings,
  editor: englishEditorStrings,
  credentialManager: englishCredentialStrings,
  versionHistory: englishVersionStrings,
  workspace: englishWorkspaceStrings,
  flows: 'Flows',
  flowsLead: 'Calls wired together. Open one to see it run.',
  newFlow: 'New flow',
  untitledFlow: 'Untitled flow',
  noFlowsTitle: 'No flows yet',
  noFlowsText: 'Make one, drag a connector onto its canvas and wire its fields.',
  steps: (count) => (count === 1 ? '1 step' : `${count} steps`),
  changed: 'changed',
  neverRun: 'never run',
  ranTimes: (count) => (count === 1 ? 'ran once' : `ran ${count} times`),
  notCreated: "The flow wasn't made",
  connectors: 'Connectors',
  connectorsLead: 'API actions that every flow of this workspace can use.',
  noConnectorsTitle: 'No connectors yet',
  noConnectorsText: 'Connectors made through the API appear here and in the library beside the canvas.',
  credentials: 'Credentials',
  executions: 'Executions',
  executionsLead: 'Every run, the newest first.',
  noExecutionsTitle: 'Nothing has run yet',
  noExecutionsText: 'Open a flow and press Run; it shows up here while it runs.',
  noMatchesTitle: 'No run fits these filters',
  noMatchesText: 'Choose another status or flow.',
  clearFilters: 'Clear the filters',
  anyStatus: 'Any status',
  allFlows: 'All flows',
  status: 'Status',
  flow: 'Flow',
  run: 'Run',
  started: 'Started',
  duration: 'Duration',
  when: 'when',
  version: 'version',
  stepsDone: 'steps done',
  retries: 'retries',
  runNumber: (number) => `Run #${number}`,
  openInEditor: 'Open in the editor',
  step: 'Step',
  failedAt: (step) => `failed at ${step}`,
  trigger: (trigger) => (trigger === 'manual' ? 'by hand' : 'through the API'),
  notCancelled: "The run wasn't cancelled",
  notReached: 'The run has not come to this step.',
  chooseStep: 'Choose a step to see its request, its answer and its output.',
  loadMore: 'Load more',
  refresh: 'Refresh',
  retry: 'Try again',
  cancelRun: 'Cancel the run',
  retryRun: 'Retry from the failed step',
  retryRunWith: (version) => `Retry from the failed step with v${version}`,
  runAgain: 'Run again',
  runAgainWith: (version) => `Run again with v${version}`,
  repeats: (kind) => (kind === 'retry' ? 'retry of' : 'replay of'),
  earlierRun: 'an earlier run',
  deletedRun: 'a deleted run',
  saved: (version) => `v${version} · saved`,
  saving: 'saving…',
  unsaved: 'unsaved changes',
  saveFailed: "couldn't save",
  saveFailedTitle: "Your changes aren't saved",
  conflictTitle: 'Someone else changed this flow',
  conflictText: 'Your changes are not saved. Load the newer version and lose yours, or save yours over it.',
  loadTheirs: 'Load the newer version',
  keepMine: 'Save mine over it',
  runNotStarted: "The run didn't start",
  runNotFollowed: "The run can't be followed",
  unreachableTitle: "Can't reach the server",
  unreachableText: 'Check that it is running and that you are online, then try again.',
  failedTitle: "This couldn't be loaded",
  notFoundTitle: "This isn't here",
  notFoundText: 'It was deleted, or it belongs to another workspace.',
  forbiddenTitle: "You can't see this",
  forbiddenText: 'Your role in this workspace is not enough. An admin or owner of it can change that.',
  dismiss: 'Dismiss',
  rename: 'Name of the flow',
};
