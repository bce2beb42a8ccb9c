import { Handle, type NodeProps, Position, useUpdateNodeInternals } from '@xyflow/react';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Step } from '../../engine/index.js';
import { StatusIcon } from '../../ui/status-icon.js';
import { sequenceHandles } from '../flow/flow-edges.js';
import type { StepFlowNode } from '../flow/flow-nodes.js';
import { foldRows, inputRows, outputRows } from '../flow/node-rows.js';
import { shapeOf } from '../flow/step-shape.js';
import { noUses } from '../store/editor-state.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { InputRowView } from './input-row-view.js';
import { OutputRowView } from './output-row-view.js';
import { StepBadge } from './step-badge.js';
import { StepMarks } from './step-marks.js';
import { stepName, stepSummary } from './step-summary.js';
import { useDragFits } from './use-drag-fit.js';
import { shownWays, WayRows } from './way-rows.js';

/** The node of one step. It reads its own step, its own run and who uses it, and nothing of the other nodes. */
export const StepNode = memo(function StepNode({ data }: NodeProps<StepFlowNode>) {
  const step = useEditorState((state) => state.steps.get(data.stepId));
  return step === undefined ? null : <StepCard step={step} />;
});

function StepCard({ step }: { step: Step }) {
  const strings = useStrings();
  const state = useEditorState(({ run }) => run?.steps[step.id]);
  const earlier = useEditorState((editor) => editor.earlier[step.id]);
  const isConnectable = useEditorState(({ readOnly }) => !readOnly);
  const connector = useEditorState(({ connectorOf }) =>
    step.type === 'connector' ? connectorOf.get(step.connector) : undefined,
  );
  const uses = useEditorState((editor) => editor.uses.get(step.id) ?? noUses);
  const highlighted = useEditorState(({ highlight }) =>
    highlight?.root === step.id ? highlight.field : undefined,
  );
  const outcomes = useEditorState((editor) => editor.outcomes.get(step.id) ?? '');
  const hasFailureEdge = outcomes.split('\n').includes('failure');
  const [isOpen, setOpen] = useState(false);

  const inputs = useMemo(() => inputRows(step, connector), [step, connector]);
  const outputs = useMemo(() => {
    const known = { ...(state && { state }), ...(connector && { connector }) };
    return outputRows(shapeOf(step, { ...known, ...(earlier !== undefined && { earlier }) }), uses);
  }, [step, state, earlier, connector, uses]);
  const shownIn = isOpen ? { shown: inputs, more: 0 } : foldRows(inputs, (row) => row.value !== undefined);
  const shownOut = isOpen
    ? { shown: outputs, more: 0 }
    : foldRows(outputs, (row) => row.uses > 0 || row.field === '');
  const more = shownIn.more + shownOut.more;
  const ways = useMemo(() => shownWays(step, outcomes), [step, outcomes]);
  const fits = useDragFits(step.id, shownIn.shown);

  // Handles that move without the node changing its size are not seen by React Flow.
  const rowsKey = [
    ...shownIn.shown.map((row) => row.place),
    '|',
    ...shownOut.shown.map((row) => row.field),
    '|',
    ...ways,
  ].join('\n');
  const updateInternals = useUpdateNodeInternals();
  const lastRows = useRef(rowsKey);
  useEffect(() => {
    if (lastRows.current === rowsKey) return;
    lastRows.current = rowsKey;
    updateInternals(step.id);
  }, [rowsKey, step.id, updateInternals]);

  const name = stepName(step, connector);
  return (
    <article className="pb-node" data-status={state?.status}>
      <header className="pb-node-header">
        <Handle
          id={sequenceHandles.in}
          type="target"
          position={Position.Left}
          className="pb-handle pb-handle-sequence"
          isConnectable={isConnectable}
          aria-label={strings.sequenceIn}
          role="img"
        />
        <StepBadge type={step.type} name={connector?.name ?? name} icon={connector?.icon} />
        <span className="pb-node-title">
          <span className="pb-node-name">{name}</span>
          <span className="pb-node-summary">{stepSummary(step, connector, strings)}</span>
        </span>
        <StepMarks step={step} state={state} />
        {state && <StatusIcon status={state.status} />}
        <Handle
          id={sequenceHandles.out}
          type="source"
          position={Position.Right}
          className="pb-handle pb-handle-sequence"
          isConnectable={isConnectable}
          aria-label={strings.sequenceOut}
          role="img"
        />
        <Handle
          id={sequenceHandles.failure}
          type="source"
          position={Position.Right}
          className="pb-handle pb-handle-failure"
          data-used={hasFailureEdge || undefined}
          isConnectable={isConnectable}
          title={strings.failureOut}
          aria-label={strings.failureOut}
          role="img"
        />
      </header>
      <div className="pb-node-rows">
        {shownIn.shown.map((row, index) => (
          <InputRowView key={row.place} row={row} fit={fits[index]} />
        ))}
        {shownOut.shown.map((row) => (
          <OutputRowView key={row.field} row={row} isHighlighted={highlighted === row.field} />
        ))}
        <WayRows step={step} ways={ways} taken={state?.case} isConnectable={isConnectable} />
        {(more > 0 || isOpen) && (
          <button type="button" className="pb-node-more nodrag" onClick={() => setOpen(!isOpen)}>
            {isOpen ? strings.less : strings.more(more)}
          </button>
        )}
      </div>
      {state?.error && <p className="pb-node-error">{state.error.message}</p>}
    </article>
  );
}
