import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, type Ref, Suspense, useContext, useEffect, useRef, useState } from 'react';
import { NodeLibrary, type NodeLibraryHandle } from '../node-library/node-library.js';
import { stepIdsOf } from '../runs/step-path.js';
import { IconButton } from '../ui/icon-button.js';
import { lazyPart } from '../ui/lazy-part.js';
import { Skeleton } from '../ui/skeleton.js';
import { Canvas } from './canvas/canvas.js';
import { type FlowBuilderHandle, FlowBuilderRoot, type FlowBuilderRootProps } from './flow-builder-root.js';
import { LibraryOfferContext } from './library-offer.js';
import { stepName } from './nodes/step-summary.js';
import { Inspector } from './panels/inspector.js';
import { Outline } from './panels/outline.js';
import { ProblemsPanel } from './panels/problems-panel.js';
import { Toolbar } from './panels/toolbar.js';
import { addStep } from './store/commands.js';
import { useEditor, useEditorState } from './store/use-editor.js';
import { useStrings } from './strings-context.js';

/** The palette of this editor, with the outline of the graph below it. */
function Library() {
  const editor = useEditor();
  const strings = useStrings();
  const { connectors, isLoading, actions, error, onRetry } = useContext(LibraryOfferContext);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const requests = useEditorState((state) => state.searchRequests);
  const library = useRef<NodeLibraryHandle>(null);
  useEffect(() => {
    if (requests > 0) library.current?.focusSearch();
  }, [requests]);
  return (
    <aside className="pb-builder-library" aria-label={strings.library} tabIndex={-1}>
      <NodeLibrary
        ref={library}
        connectors={connectors}
        loading={isLoading}
        actions={actions}
        error={error}
        onRetry={onRetry}
        disabled={isReadOnly}
        onAdd={(preset) => addStep(editor, preset)}
      />
      <Outline />
    </aside>
  );
}

const RunPanel = lazyPart(async () => (await import('../runs/run-panel.js')).RunPanel);

/** The run below the canvas; absent until there is one. It can be folded away. */
function RunSlot() {
  const editor = useEditor();
  const strings = useStrings();
  const run = useEditorState((state) => state.run);
  const graph = useEditorState((state) => state.graph);
  const steps = useEditorState((state) => state.steps);
  const connectorOf = useEditorState((state) => state.connectorOf);
  const [isOpen, setOpen] = useState(true);
  if (run === undefined) return null;
  const nameOf = (path: string) => {
    const ids = stepIdsOf(path);
    const step = ids.length === 1 ? steps.get(ids[0] ?? path) : undefined;
    // A step inside a connector's isn't in this graph: it is called what the run says.
    return step === undefined
      ? (run.steps[path]?.name ?? ids.at(-1) ?? path)
      : stepName(step, step.type === 'connector' ? connectorOf.get(step.connector) : undefined);
  };
  return (
    <div className="pb-builder-run" data-open={isOpen} tabIndex={-1}>
      <IconButton
        className="pb-builder-run-toggle"
        size="small"
        label={isOpen ? strings.foldRun : strings.unfoldRun}
        aria-expanded={isOpen}
        tooltipSide="top"
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <ChevronDown /> : <ChevronUp />}
      </IconButton>
      <Suspense fallback={<Skeleton lines={3} />}>
        <RunPanel
          run={run}
          stepName={nameOf}
          expected={[...steps.keys()]}
          graphAt={(path) => (stepIdsOf(path).length === 1 ? graph : undefined)}
          onSelectStep={(path) => {
            const [id = path] = stepIdsOf(path);
            if (!steps.has(id)) return;
            editor.select([id]);
            editor.reveal(id);
            editor.setDrawer('inspector');
          }}
        />
      </Suspense>
    </div>
  );
}

export interface FlowBuilderProps extends Omit<FlowBuilderRootProps, 'children'> {
  title?: ReactNode;
  headerStart?: ReactNode;
  headerEnd?: ReactNode;
  ref?: Ref<FlowBuilderHandle> | undefined;
}

interface LayoutProps {
  title?: ReactNode;
  headerStart?: ReactNode;
  headerEnd?: ReactNode;
}

function Layout({ title, headerStart, headerEnd }: LayoutProps) {
  const editor = useEditor();
  const strings = useStrings();
  const drawer = useEditorState((state) => state.drawer);
  const [isProblemsOpen, setProblemsOpen] = useState(false);
  return (
    <div className="pb-builder-layout" data-drawer={drawer}>
      <Toolbar
        title={title}
        headerStart={headerStart}
        headerEnd={headerEnd}
        isProblemsOpen={isProblemsOpen}
        onToggleProblems={() => setProblemsOpen(!isProblemsOpen)}
      />
      <Library />
      <div className="pb-builder-main">
        <Canvas />
        {isProblemsOpen && <ProblemsPanel />}
      </div>
      <RunSlot />
      <Inspector />
      {drawer && (
        <button
          type="button"
          className="pb-builder-scrim"
          aria-label={strings.close}
          onClick={() => editor.setDrawer(undefined)}
        />
      )}
    </div>
  );
}

function FlowBuilderWithLayout({ title, headerStart, headerEnd, ...root }: FlowBuilderProps) {
  return (
    <FlowBuilderRoot {...root}>
      <Layout title={title} headerStart={headerStart} headerEnd={headerEnd} />
    </FlowBuilderRoot>
  );
}

/**
 * The editor for flows: library, canvas, inspector, problems and run, on one graph. It fills its parent, which needs a
 * height. Works controlled (`value` and `onChange`) and uncontrolled (`defaultValue`), with or without a
 * `PatchbayProvider`; any number of them may stand on one page. The parts can also be laid out by the host:
 * `<FlowBuilder.Root><FlowBuilder.Canvas /></FlowBuilder.Root>`.
 */
export const FlowBuilder = Object.assign(FlowBuilderWithLayout, {
  Root: FlowBuilderRoot,
  Canvas,
  Library,
  Outline,
  Inspector,
  Toolbar,
  Problems: ProblemsPanel,
  RunPanel: RunSlot,
});

const noConnectors: FlowBuilderProps['connectors'] = [];

/**
 * The same editor for a connector's own steps: what the connector takes is the graph's input. Its palette offers other
 * connectors only where the host passes some.
 */
export function StepGraphEditor({ connectors = noConnectors, ...props }: FlowBuilderProps) {
  return <FlowBuilder {...props} connectors={connectors} />;
}
