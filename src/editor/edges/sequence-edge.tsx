import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { isFollowed } from '../../runs/is-followed.js';
import type { SequenceFlowEdge } from '../flow/flow-edges.js';
import { linePath } from '../flow/line-path.js';
import { stepName } from '../nodes/step-summary.js';
import { outcomeOf } from '../store/graph-queries.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { EdgeOutcome } from './edge-outcome.js';
import { EdgeToolbar } from './edge-toolbar.js';
import { useEdgeHover } from './use-edge-hover.js';

/** An edge: which step runs after which, and on what outcome. */
export const SequenceEdge = memo(function SequenceEdge(props: EdgeProps<SequenceFlowEdge>) {
  const { data, selected, source, target } = props;
  const editor = useEditor();
  const strings = useStrings();
  const isFromBranch = useEditorState((state) => state.steps.get(source)?.type === 'branch');
  const isReadOnly = useEditorState((state) => state.readOnly);
  const isRunning = useEditorState(
    ({ run }) =>
      data !== undefined &&
      run?.steps[target]?.status === 'running' &&
      isFollowed(data.edge, run.steps[source]),
  );
  const isDone = useEditorState(({ run }) => {
    const status = run?.steps[target]?.status;
    return (
      data !== undefined &&
      isFollowed(data.edge, run?.steps[source]) &&
      status !== undefined &&
      status !== 'skipped'
    );
  });
  const [isHovered, setHovered] = useEdgeHover();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const nameOf = (id: string) => {
    const step = editor.store.getState().steps.get(id);
    return step === undefined ? id : stepName(step);
  };
  const { path, x, y } = linePath(props);
  if (data === undefined) return null;
  const outcome = outcomeOf(data.edge);
  const isOpen = (isHovered || isMenuOpen || selected === true) && !isReadOnly;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering shows a button that the keyboard reaches by selecting the edge
    <g
      className="pb-edge"
      data-outcome={outcome === 'success' || outcome === 'failure' ? outcome : 'way'}
      data-running={isRunning || undefined}
      data-done={isDone || undefined}
      data-selected={selected || undefined}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <BaseEdge path={path} interactionWidth={18} className="pb-edge-path" />
      {(isOpen || outcome !== 'success' || isFromBranch) && (
        <EdgeToolbar
          x={x}
          y={y}
          label={strings.deleteEdge(nameOf(source), nameOf(target))}
          onHover={setHovered}
          onDelete={isOpen ? () => editor.dispatch({ type: 'disconnect', edges: [data.edge] }) : undefined}
        >
          <EdgeOutcome edge={data.edge} canChange={isOpen} onOpenChange={setMenuOpen} />
        </EdgeToolbar>
      )}
    </g>
  );
});
