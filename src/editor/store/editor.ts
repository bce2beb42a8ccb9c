import type { EdgeChange, NodeChange } from '@xyflow/react';
import { applyNodeChanges } from '@xyflow/react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Graph, StepId } from '../../engine/index.js';
import type { EditorFlowEdge } from '../flow/flow-edges.js';
import type { StepFlowNode } from '../flow/flow-nodes.js';
import { isEqualJson } from '../flow/is-equal-json.js';
import { applyEdit } from './apply-edit.js';
import type { Edit, GraphPatch, Refusal } from './edit.js';
import { editKey } from './edit-key.js';
import {
  type ChangeOrigin,
  derive,
  type EditorProps,
  type EditorState,
  firstView,
  type GraphChange,
  indexConnectors,
  type Notice,
  type OpenDialog,
} from './editor-state.js';
import { applyGraphPatches, recordChange } from './graph-patches.js';
import { edgeKey } from './graph-queries.js';
import { emptyHistory, pushEntry, sealHistory, takeEntry } from './history.js';
import { keepOutputs } from './keep-outputs.js';
import { movedTo } from './moved-to.js';
import { isOnly, withoutUntouched, withUntouched } from './untouched.js';

export interface EditorOptions extends Partial<EditorProps> {
  graph: Graph;
  /** Called after every change that is not the host's own. */
  onChange?: ((graph: Graph, change: GraphChange) => void) | undefined;
  /** Milliseconds since the epoch; changes close in time may be undone as one. */
  now?: () => number;
}

interface DispatchOptions {
  origin?: Extract<ChangeOrigin, 'user' | 'layout'>;
  /** Edits with the same key, close in time, are undone as one. Default: by kind and place. */
  key?: string;
}

/** One mounted editor: its state, and everything that can be done to it. */
export interface Editor {
  store: StoreApi<EditorState>;
  /** Makes an edit; answers why not, where it can't be made. */
  dispatch(edit: Edit, options?: DispatchOptions): Refusal | undefined;
  /** Runs `gesture`; all its edits are undone as one. */
  transact(gesture: () => void): void;
  /** The gesture that is going on is over: what follows is undone on its own. */
  seal(): void;
  undo(): void;
  redo(): void;
  /** Applies patches from elsewhere. They can't be undone here, and clear what could be. */
  applyPatches(patches: readonly GraphPatch[]): void;
  /** Takes the host's graph over; a graph equal to ours changes nothing. */
  receive(graph: Graph): void;
  setProps(props: Partial<EditorProps>): void;
  setOnChange(onChange: EditorOptions['onChange']): void;
  select(ids: readonly StepId[]): void;
  /** Selects a step that was just added, and shows it where a panel lies over it. */
  selectNew(id: StepId): void;
  /** What was just put at these places is empty because nobody has come to it yet. */
  markNew(stepId: StepId, places: readonly string[]): void;
  /** From now on what was just added, at or inside a place or anywhere, is like everything else. */
  touch(place?: string): void;
  selectEdge(id: string | undefined): void;
  requestFocus(stepId: StepId, place?: string): void;
  /** Brings a step into view. */
  reveal(stepId: StepId): void;
  setLens(lens: boolean): void;
  setHighlight(highlight: EditorState['highlight']): void;
  openDialog(dialog: OpenDialog | undefined): void;
  setDrawer(drawer: EditorState['drawer']): void;
  focusSearch(): void;
  announce(kind: 'copied'): void;
  changeNodes(changes: readonly NodeChange<StepFlowNode>[]): void;
  changeEdges(changes: readonly EdgeChange<EditorFlowEdge>[]): void;
}

type NewNotice = Notice extends infer Each ? (Each extends Notice ? Omit<Each, 'id'> : never) : never;

/** Makes the store of one mounted editor. Nothing of it is shared with any other. */
export function createEditor(options: EditorOptions): Editor {
  const now = options.now ?? Date.now;
  const { connectors } = options;
  const connectorOf = indexConnectors(connectors);
  let { onChange } = options;
  let ids = 0;
  let isInGesture = false;
  let isGestureOpen = false;

  const store = createStore<EditorState>(() => ({
    graph: options.graph,
    connectors,
    credentials: options.credentials,
    inputSchema: options.inputSchema,
    run: options.run,
    readOnly: options.readOnly ?? false,
    ...derive(options.graph, connectorOf, undefined),
    history: emptyHistory,
    ...firstView,
  }));
  const { getState: get, setState: set } = store;
  const nextId = () => {
    ids += 1;
    return ids;
  };
  const notify = (notice: NewNotice) => set({ notice: { ...notice, id: nextId() } as Notice }); // the id was all that was missing

  /** The state with another graph: what the user had chosen and no longer exists is let go. */
  const withGraph = (graph: Graph, offer = get().connectorOf): Partial<EditorState> => {
    const state = get();
    const derived = derive(graph, offer, state);
    const selectedIds = state.selectedIds.filter((id) => derived.steps.has(id));
    const isKept = selectedIds.length === state.selectedIds.length;
    const hasEdge = derived.edges.some((edge) => edge.id === state.selectedEdgeId);
    return {
      graph,
      ...derived,
      selectedIds: isKept ? state.selectedIds : selectedIds,
      untouched: isKept ? state.untouched : undefined,
      selectedEdgeId: hasEdge ? state.selectedEdgeId : undefined,
    };
  };

  const select = (selected: readonly StepId[]) => {
    const state = get();
    const isChosen = new Set(selected);
    set({
      selectedIds: selected,
      selectedEdgeId: undefined,
      untouched: isOnly(selected, state.untouched) ? state.untouched : undefined,
      nodes: state.nodes.map((node) =>
        (node.selected ?? false) === isChosen.has(node.id)
          ? node
          : { ...node, selected: isChosen.has(node.id) },
      ),
    });
  };

  const reveal = (stepId: StepId) => set({ revealRequest: { id: nextId(), stepId } });

  const dispatch: Editor['dispatch'] = (edit, { origin = 'user', key = editKey(edit) } = {}) => {
    const state = get();
    if (state.readOnly) return undefined;
    const result = applyEdit(state.graph, edit);
    if (result.refusal !== undefined) {
      notify({ kind: 'refused', edit, refusal: result.refusal });
      return result.refusal;
    }
    const { graph, patches, inverse } = result;
    if (patches.length === 0) return undefined;
    const history = pushEntry(
      state.history,
      { patches, inverse, key, at: now() },
      { join: isInGesture && isGestureOpen },
    );
    isGestureOpen = isInGesture;
    set({ ...withGraph(graph), history });
    if (edit.type === 'rename_step' && state.selectedIds.includes(edit.from)) {
      select(state.selectedIds.map((id) => (id === edit.from ? edit.to : id)));
    }
    if (edit.type === 'set_edge_outcome' && state.selectedEdgeId === edgeKey(edit.edge)) {
      set({ selectedEdgeId: edgeKey({ ...edit.edge, on: edit.on }) });
    }
    notify({ kind: 'done', edit });
    onChange?.(graph, { patches, inverse, origin });
    return undefined;
  };

  const step = (from: 'undo' | 'redo') => {
    const state = get();
    if (state.readOnly) return;
    const taken = takeEntry(state.history, from);
    if (taken === undefined) {
      notify({ kind: from === 'undo' ? 'nothing_to_undo' : 'nothing_to_redo' });
      return;
    }
    const { entry, history } = taken;
    const [patches, inverse] =
      from === 'undo' ? [entry.inverse, entry.patches] : [entry.patches, entry.inverse];
    const graph = applyGraphPatches(state.graph, patches);
    set({ ...withGraph(graph), history });
    notify({ kind: from === 'undo' ? 'undone' : 'redone' });
    onChange?.(graph, { patches, inverse, origin: 'undo' });
  };

  const receive = (graph: Graph) => {
    if (graph === get().graph) return;
    if (isEqualJson(graph, get().graph)) {
      set({ graph });
      return;
    }
    set({ ...withGraph(graph), history: emptyHistory, earlier: firstView.earlier });
  };

  const commitMoves = (changes: readonly NodeChange<StepFlowNode>[]) => {
    const positions = movedTo(changes);
    if (Object.keys(positions).length > 0) dispatch({ type: 'move_steps', positions });
  };

  return {
    store,
    dispatch,
    transact(gesture) {
      isInGesture = true;
      isGestureOpen = false;
      try {
        gesture();
      } finally {
        isInGesture = false;
        isGestureOpen = false;
      }
    },
    seal: () => set({ history: sealHistory(get().history) }),
    undo: () => step('undo'),
    redo: () => step('redo'),
    applyPatches(patches) {
      const { graph } = get();
      const next = applyGraphPatches(graph, patches);
      if (next === graph) return;
      const { inverse } = recordChange(graph, (draft) => {
        Object.assign(draft, next);
      });
      set({ ...withGraph(next), history: emptyHistory });
      onChange?.(next, { patches, inverse, origin: 'remote' });
    },
    receive,
    setProps(props) {
      const state = get();
      const hasRun = 'run' in props && props.run !== state.run;
      set({ ...props, ...(hasRun && { earlier: keepOutputs(state.earlier, state.run, props.run) }) });
      if ('connectors' in props && props.connectors !== state.connectors) {
        set(withGraph(state.graph, indexConnectors(props.connectors)));
      }
    },
    setOnChange(next) {
      onChange = next;
    },
    select,
    selectNew(id) {
      set({ untouched: { stepId: id, places: [''] }, drawer: undefined });
      select([id]);
      reveal(id);
    },
    markNew: (stepId, places) => set({ untouched: withUntouched(get().untouched, stepId, places) }),
    touch: (place) => set({ untouched: withoutUntouched(get().untouched, place) }),
    selectEdge: (id) => {
      if (id !== undefined) select([]);
      set({ selectedEdgeId: id });
    },
    requestFocus(stepId, place) {
      select([stepId]);
      reveal(stepId);
      if (place !== undefined) set({ untouched: undefined });
      const focusRequest = { id: nextId(), stepId, ...(place !== undefined && { place }) };
      set({ focusRequest, drawer: 'inspector' });
    },
    reveal,
    setLens: (lens) => set({ lens }),
    setHighlight: (highlight) => set({ highlight }),
    openDialog: (dialog) => set({ dialog }),
    setDrawer: (drawer) => set({ drawer }),
    focusSearch: () => set({ drawer: 'library', searchRequests: get().searchRequests + 1 }),
    announce: (kind) => notify({ kind }),
    changeNodes(changes) {
      // Steps are removed by edits alone, so that every removal can be undone.
      const allowed = changes.filter((change) => change.type !== 'remove');
      const nodes = applyNodeChanges([...allowed], [...get().nodes]);
      const selectsSome = allowed.some((change) => change.type === 'select');
      const selectedIds = nodes.filter((node) => node.selected).map((node) => node.id);
      if (selectsSome) {
        const { selectedEdgeId, untouched } = get();
        set({
          nodes,
          selectedIds,
          selectedEdgeId: selectedIds.length > 0 ? undefined : selectedEdgeId,
          untouched: isOnly(selectedIds, untouched) ? untouched : undefined,
        });
      } else set({ nodes });
      commitMoves(allowed);
    },
    changeEdges(changes) {
      for (const change of changes) {
        if (change.type !== 'select') continue;
        if (change.selected) set({ selectedEdgeId: change.id });
        else if (get().selectedEdgeId === change.id) set({ selectedEdgeId: undefined });
      }
    },
  };
}
