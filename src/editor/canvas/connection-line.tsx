import type { ConnectionLineComponentProps } from '@xyflow/react';
import { typeColor } from '../../ui/data-type.js';
import { readHandle } from '../flow/flow-edges.js';
import type { StepFlowNode } from '../flow/flow-nodes.js';
import { linePath } from '../flow/line-path.js';
import { typeOfSource } from '../nodes/field-types.js';
import { useEditorState } from '../store/use-editor.js';

/** The line that is being dragged: in the colour of what it would carry. */
export function ConnectionLine(props: ConnectionLineComponentProps<StepFlowNode>) {
  const { fromNode, fromHandle, fromX, fromY, toX, toY, connectionStatus } = props;
  const handle = readHandle(fromHandle.id);
  const type = useEditorState((state) =>
    handle?.kind === 'output'
      ? typeOfSource(state, { root: fromNode.id, path: handle.field === '' ? [] : [handle.field] })
      : 'any',
  );
  const isForward = fromHandle.type === 'source';
  const { path } = linePath({
    sourceX: isForward ? fromX : toX,
    sourceY: isForward ? fromY : toY,
    targetX: isForward ? toX : fromX,
    targetY: isForward ? toY : fromY,
  });
  return (
    <path
      className="pb-connection-line"
      data-status={connectionStatus ?? undefined}
      d={path}
      style={{ stroke: handle?.kind === 'output' ? typeColor(type) : undefined }}
    />
  );
}
