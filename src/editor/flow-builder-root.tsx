import { ReactFlowProvider, useReactFlow } from '@xyflow/react';
import {
  type ReactNode,
  type Ref,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Graph, JsonSchema, JsonValue, Problem, RunState, StepId } from '../engine/index.js';
import { validateGraph } from '../engine/index.js';
import type { NodeAction } from '../node-library/library-items.js';
import { useOptionalPatchbay } from '../provider/use-patchbay.js';
import type { Theme } from '../ui/portal-provider.js';
import { Root } from '../ui/root.js';
import { fitOptions } from './canvas/fit-options.js';
import type { ConnectorSummary } from './connector-summary.js';
import type { CredentialSummary } from './credential-summary.js';
import { EditorBoundary } from './editor-boundary.js';
import { editorKeys } from './editor-keys.js';
import { LibraryOfferContext } from './library-offer.js';
import { EditorDialogs } from './panels/editor-dialogs.js';
import { LiveRegion } from './panels/live-region.js';
import { type RunHandlers, RunHandlersContext } from './panels/run-controls.js';
import { validationContext } from './panels/use-problems.js';
import type { GraphPatch } from './store/edit.js';
import { createEditor, type Editor } from './store/editor.js';
import type { GraphChange } from './store/editor-state.js';
import { EditorContext, useEditorState } from './store/use-editor.js';
import type { EditorStrings } from './strings.js';
import { EditorStringsContext, useStrings } from './strings-context.js';
import { useFocusKept } from './use-focus-kept.js';

/** What a host can do to a mounted editor. */
export interface FlowBuilderHandle {
  undo(): void;
  redo(): void;
  /** Applies changes from elsewhere; `onChange` is told with origin `remote`. Throws where they don't fit the graph. */
  applyPatches(patches: readonly GraphPatch[]): void;
  fitView(): void;
  /** Selects a step, and puts the focus on a field of it where a place is given, e.g. `request.query.userId`. */
  focusStep(id: StepId, place?: string): void;
  /** What is wrong with the graph now. */
  validate(): Problem[];
}

export interface FlowBuilderRootProps {
  /** Controlled: the graph that is shown. A graph that differs from the last one given replaces what is shown. */
  value?: Graph | undefined;
  /** Uncontrolled: the graph to start from. Default: empty. */
  defaultValue?: Graph | undefined;
  /** Called after every change, with the change as patches and what takes it back. */
  onChange?: ((graph: Graph, change: GraphChange) => void) | undefined;
  /** The connectors on offer. Default: none. */
  connectors?: readonly ConnectorSummary[] | undefined;
  /** Whether the connectors are still to come: until there are some, none is said to be unknown. */
  connectorsLoading?: boolean | undefined;
  /** Why the connectors couldn't be loaded, and how to try again. */
  connectorsError?: string | undefined;
  onRetryConnectors?: (() => void) | undefined;
  /** The credentials that HTTP requests can use. Absent: none are offered, and the slots that steps name aren't checked. */
  credentials?: readonly CredentialSummary[] | undefined;
  /** Steps of the host's own for the library, filled in. */
  actions?: readonly NodeAction[] | undefined;
  /** What the flow is given when it runs. */
  inputSchema?: JsonSchema | undefined;
  /** The run to show on the canvas, live or past. */
  run?: RunState | undefined;
  /** Absent: there is no Run button. */
  onRun?: ((input: JsonValue) => void) | undefined;
  /** Absent: a run can't be cancelled. */
  onCancel?: (() => void) | undefined;
  /** The input that Run starts with, until the user gives another. */
  runInput?: JsonValue | undefined;
  readOnly?: boolean | undefined;
  /** Tells this editor's landmarks from another's, where several stand on one page. */
  label?: string | undefined;
  /** Texts to say otherwise than the provider's, which are English where there is none. */
  strings?: Partial<EditorStrings> | undefined;
  /** Where there is no provider around it: which theme it has. Default: `system`. */
  theme?: Theme | undefined;
  className?: string | undefined;
  children?: ReactNode;
  ref?: Ref<FlowBuilderHandle> | undefined;
}

const emptyGraph: Graph = { steps: [] };
const noConnectors: readonly ConnectorSummary[] = [];

/** The names of the landmarks, told from those of other editors. */
function labelled(strings: EditorStrings, label: string | undefined): EditorStrings {
  if (label === undefined) return strings;
  const { part, canvas, library, inspector, outline, problems, toolbar } = strings;
  return {
    ...strings,
    canvas: part(label, canvas),
    library: part(label, library),
    inspector: part(label, inspector),
    outline: part(label, outline),
    problems: part(label, problems),
    toolbar: part(label, toolbar),
  };
}

function handleOf(editor: Editor, fitView: () => void): FlowBuilderHandle {
  return {
    undo: editor.undo,
    redo: editor.redo,
    applyPatches: editor.applyPatches,
    fitView,
    focusStep: editor.requestFocus,
    validate() {
      const { graph, inputSchema, connectors, credentials } = editor.store.getState();
      return validateGraph(graph, validationContext(inputSchema, connectors, credentials));
    },
  };
}

/** The graph is kept outside of what is caught here, so that a change to it, like undo, is tried at once. */
function GuardedParts({ children }: { children: ReactNode }) {
  return <EditorBoundary resetOn={useEditorState((state) => state.graph)}>{children}</EditorBoundary>;
}

/** The editor without its layout: gives the parts inside it one graph to work on. */
export function FlowBuilderRoot(props: FlowBuilderRootProps) {
  return (
    <ReactFlowProvider>
      <EditorBoundary resetOn={props.value}>
        <EditorRoot {...props} />
      </EditorBoundary>
    </ReactFlowProvider>
  );
}

function EditorRoot(props: FlowBuilderRootProps) {
  const { value, defaultValue, onChange, connectorsLoading = false, connectorsError } = props;
  const { connectors: offered = noConnectors, onRetryConnectors, actions } = props;
  const isOfferKnown = offered.length > 0 || !(connectorsLoading || connectorsError !== undefined);
  const connectors = isOfferKnown ? offered : undefined;
  const {
    credentials,
    inputSchema,
    run,
    onRun,
    onCancel,
    runInput,
    readOnly = false,
    label,
    className,
    children,
    ref,
  } = props;
  const patchbay = useOptionalPatchbay();
  const [editor] = useState(() =>
    createEditor({
      graph: value ?? defaultValue ?? emptyGraph,
      connectors,
      credentials,
      inputSchema,
      run,
      readOnly,
    }),
  );
  const { fitView } = useReactFlow();
  const [lastInput, setLastInput] = useState<JsonValue>();

  // The store outlives renders; what the host gives goes into it before the browser paints.
  useLayoutEffect(() => editor.setOnChange(onChange), [editor, onChange]);
  useLayoutEffect(() => {
    editor.setProps({ connectors, credentials, inputSchema, run, readOnly });
  }, [editor, connectors, credentials, inputSchema, run, readOnly]);
  const shown = useRef(value);
  useLayoutEffect(() => {
    if (value === undefined || value === shown.current) return;
    shown.current = value;
    editor.receive(value);
  }, [editor, value]);

  useImperativeHandle(ref, () => handleOf(editor, () => void fitView(fitOptions())), [editor, fitView]);
  const focusKept = useFocusKept(editor);
  const keys = useMemo(() => editorKeys(editor), [editor]);
  const around = useStrings();
  const strings = useMemo(
    () => labelled({ ...around, ...props.strings }, label),
    [around, props.strings, label],
  );
  const handlers = useMemo<RunHandlers>(
    () => ({ onRun, onCancel, input: lastInput ?? runInput, setInput: setLastInput }),
    [onRun, onCancel, lastInput, runInput],
  );
  const offer = useMemo(
    () => ({
      connectors: props.connectors,
      isLoading: connectorsLoading,
      actions,
      error: connectorsError,
      onRetry: onRetryConnectors,
    }),
    [props.connectors, connectorsLoading, actions, connectorsError, onRetryConnectors],
  );
  const content = (
    // Shortcuts are listened for here and nowhere outside; every one of them also has a button.
    // What can't take the focus leaves it to the whole, so that the shortcuts go on after a click anywhere.
    <div
      className={['pb-builder', className].filter(Boolean).join(' ')}
      tabIndex={-1}
      {...keys}
      {...focusKept}
    >
      <GuardedParts>
        {children}
        <EditorDialogs />
        <LiveRegion />
      </GuardedParts>
    </div>
  );
  return (
    <EditorContext.Provider value={editor}>
      <EditorStringsContext.Provider value={strings}>
        <RunHandlersContext.Provider value={handlers}>
          <LibraryOfferContext.Provider value={offer}>
            {patchbay === undefined ? (
              <Root className="pb-builder-root" theme={props.theme}>
                {content}
              </Root>
            ) : (
              content
            )}
          </LibraryOfferContext.Provider>
        </RunHandlersContext.Provider>
      </EditorStringsContext.Provider>
    </EditorContext.Provider>
  );
}
