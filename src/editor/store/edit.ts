import type { Edge, Graph, JsonValue, ProblemFix, Step, StepId, Template } from '../../engine/index.js';

/** A point on the canvas, in canvas units. */
export interface Point {
  x: number;
  y: number;
}

/** Steps cut out of a graph, with the edges among them: what the clipboard holds. */
export interface Fragment {
  steps: readonly Step[];
  edges: readonly Edge[];
}

/** Where a wire starts: `root` is a step's id or `input`; an empty path is the whole value. */
export interface WireSource {
  root: string;
  path: readonly (string | number)[];
}

/** Where a wire ends: a templated place of a step, e.g. `request.query.userId`. */
export interface WireTarget {
  stepId: StepId;
  place: string;
}

/** What becomes of the places that read a step which is removed. */
type ReaderTreatment = 'keep' | 'clear';

/** What becomes of the edges that follow a case which is removed. */
type EdgeTreatment = 'keep' | 'remove';

/** Every change that the editor can make to a graph, as data. */
export type Edit =
  | { type: 'add_step'; step: Step; after?: StepId }
  | { type: 'insert_step'; step: Step; edge: Edge }
  | { type: 'remove_steps'; ids: readonly StepId[]; readers?: ReaderTreatment }
  | { type: 'move_steps'; positions: Readonly<Record<StepId, Point>> }
  | { type: 'update_step'; id: StepId; place: string; value: JsonValue | undefined }
  | { type: 'rename_step'; from: StepId; to: StepId }
  | { type: 'connect'; edge: Edge }
  | { type: 'disconnect'; edges: readonly Edge[] }
  | { type: 'set_edge_outcome'; edge: Edge; on: string }
  | { type: 'rename_case'; stepId: StepId; from: string; to: string }
  | { type: 'remove_case'; stepId: StepId; caseId: string; edges: EdgeTreatment }
  | { type: 'wire'; source: WireSource; target: WireTarget; pipe?: string }
  | { type: 'unwire'; target: WireTarget }
  | { type: 'set_output'; value: Template | undefined }
  | { type: 'paste'; fragment: Fragment; offset: Point }
  | { type: 'apply_fix'; fix: ProblemFix; stepId?: StepId; path?: string }
  | { type: 'replace_graph'; graph: Graph };

export type EditType = Edit['type'];

/** Why an edit was not made. */
export type RefusalCode =
  | 'cycle'
  | 'self'
  | 'duplicate_edge'
  | 'unknown_step'
  | 'bad_id'
  | 'taken_id'
  | 'unknown_case'
  | 'bad_case'
  | 'taken_case'
  | 'too_many_steps'
  | 'nothing_to_fix';

/** An edit that was not made; `step` and `other` are ids for the sentence that says so. */
export interface Refusal {
  code: RefusalCode;
  step?: string;
  other?: string;
}

/** One change to a graph in the manner of RFC 6902, its path as an array. */
export interface GraphPatch {
  op: 'add' | 'remove' | 'replace';
  path: (string | number)[];
  value?: unknown;
}

export interface EditResult {
  /** The same object as before where nothing changed. */
  graph: Graph;
  patches: readonly GraphPatch[];
  /** Applied to `graph`, they give back the graph from before. */
  inverse: readonly GraphPatch[];
  refusal?: Refusal;
}
