import type { DefinitionPart } from './diff-definitions.js';

/** The words of the version history. */
export interface VersionStrings {
  title: string;
  lead: string;
  open: string;
  openNamed: (name: string) => string;
  list: string;
  emptyTitle: string;
  emptyText: string;
  current: string;
  you: string;
  otherMember: string;
  nobodyKnown: string;
  versionNumber: (version: number) => string;
  compareWith: string;
  withCurrent: string;
  withPrevious: string;
  isCurrent: string;
  isFirst: string;
  nothingChanged: string;
  stepAdded: (name: string) => string;
  stepRemoved: (name: string) => string;
  stepRenamed: (before: string, after: string) => string;
  stepChanged: (name: string) => string;
  nameChanged: (before: string, after: string) => string;
  edgeAdded: (source: string, target: string, on: string) => string;
  edgeRemoved: (source: string, target: string, on: string) => string;
  wireAdded: (reference: string, target: string, place: string) => string;
  wireRemoved: (reference: string, target: string, place: string) => string;
  partChanged: Readonly<Record<DefinitionPart, string>>;
  stepsReordered: string;
  layoutChanged: string;
  before: string;
  after: string;
  restore: (version: number) => string;
  restoreTitle: (version: number) => string;
  restoreText: string;
  cannotRestore: string;
  notRestored: string;
  conflictTitle: string;
  conflictText: string;
}
