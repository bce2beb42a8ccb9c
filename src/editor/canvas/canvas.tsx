import { Background, BackgroundVariant, ReactFlow, useReactFlow } from '@xyflow/react';
import { MousePointerClick } from 'lucide-react';
import { type DragEvent, useMemo } from 'react';
import { Button } from '../../ui/button.js';
import { EmptyState } from '../../ui/empty-state.js';
import { SequenceEdge } from '../edges/sequence-edge.js';
import { WireEdge } from '../edges/wire-edge.js';
import { NODE_WIDTH } from '../flow/layout.js';
import { StepNode } from '../nodes/step-node.js';
import { addStep, placeStep } from '../store/commands.js';
import { httpPreset, presetMediaType } from '../store/step-preset.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { connectHandles, isAllowed } from './connect-handles.js';
import { ConnectionHint } from './connection-hint.js';
import { ConnectionLine } from './connection-line.js';
import { readPreset } from './dropped-preset.js';
import { firstFitOptions } from './fit-options.js';
import { KeepInView } from './keep-in-view.js';
import { ZoomTools } from './zoom-tools.js';

const nodeTypes = { step: StepNode };
const edgeTypes = { sequence: SequenceEdge, wire: WireEdge };
const noDeleteKey = null;

/** From so many steps on, what is out of view isn't drawn. */
const CULLING_FROM = 150;

function EmptyCanvas() {
  const editor = useEditor();
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  return (
    <div className="pb-canvas-empty">
      {isReadOnly ? (
        <EmptyState title={strings.emptyReadOnly} />
      ) : (
        <EmptyState
          icon={<MousePointerClick />}
          title={strings.emptyTitle}
          actions={
            <Button onClick={() => addStep(editor, httpPreset(strings.httpTitle))}>
              {strings.emptyAction}
            </Button>
          }
        >
          {strings.emptyText}
        </EmptyState>
      )}
    </div>
  );
}

/** The canvas: steps as nodes, edges and wires between them. Needs `FlowBuilder.Root` around it. */
export function Canvas() {
  const editor = useEditor();
  const strings = useStrings();
  const nodes = useEditorState((state) => state.nodes);
  const edges = useEditorState((state) => state.edges);
  const selectedEdgeId = useEditorState((state) => state.selectedEdgeId);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const { screenToFlowPosition } = useReactFlow();
  const shownEdges = useMemo(
    () => edges.map((edge) => (edge.id === selectedEdgeId ? { ...edge, selected: true } : edge)),
    [edges, selectedEdgeId],
  );
  const shownNodes = useMemo(() => [...nodes], [nodes]);

  const onDragOver = (event: DragEvent) => {
    if (isReadOnly || !event.dataTransfer.types.includes(presetMediaType)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  };
  const onDrop = (event: DragEvent) => {
    const preset = readPreset(event.dataTransfer);
    if (preset === undefined) return;
    event.preventDefault();
    const point = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const position = { x: point.x - NODE_WIDTH / 2, y: point.y - 28 };
    const target = event.target instanceof Element ? event.target.closest('.react-flow__edge') : null;
    const under = edges.find((edge) => edge.id === target?.getAttribute('data-id'));
    const edge = under?.type === 'sequence' ? under.data?.edge : undefined;
    placeStep(editor, preset, { position, ...(edge && { edge }) });
  };

  return (
    <section className="pb-canvas" aria-label={strings.canvas} data-readonly={isReadOnly || undefined}>
      <ReactFlow
        nodes={shownNodes}
        edges={shownEdges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        onNodesChange={editor.changeNodes}
        onEdgesChange={editor.changeEdges}
        onNodeDragStart={editor.seal}
        onSelectionDragStart={editor.seal}
        onNodeClick={(event) => {
          if (!event.shiftKey && !event.ctrlKey && !event.metaKey) editor.setDrawer('inspector');
        }}
        onNodeDoubleClick={(_, node) => editor.requestFocus(node.id)}
        onConnect={(connection) => connectHandles(editor, connection)}
        isValidConnection={(connection) =>
          isAllowed(editor, {
            source: connection.source,
            target: connection.target,
            sourceHandle: connection.sourceHandle ?? null,
            targetHandle: connection.targetHandle ?? null,
          })
        }
        connectionLineComponent={ConnectionLine}
        connectionRadius={26}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        deleteKeyCode={noDeleteKey}
        onDragOver={onDragOver}
        onDrop={onDrop}
        minZoom={0.2}
        maxZoom={2}
        fitView
        fitViewOptions={firstFitOptions}
        panOnScroll
        onlyRenderVisibleElements={nodes.length >= CULLING_FROM}
        attributionPosition="bottom-left"
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} color="var(--pb-dot)" />
        <ZoomTools />
        <ConnectionHint />
        <KeepInView />
      </ReactFlow>
      {nodes.length === 0 && <EmptyCanvas />}
    </section>
  );
}
