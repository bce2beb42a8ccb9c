import { BaseEdge, type EdgeProps } from '@xyflow/react';
import { memo } from 'react';
import { typeColor } from '../../ui/data-type.js';
import type { WireFlowEdge } from '../flow/flow-edges.js';
import { linePath } from '../flow/line-path.js';
import { valueAt } from '../flow/step-shape.js';
import { typeOfSource } from '../nodes/field-types.js';
import { previewOf } from '../nodes/value-preview.js';
import { pathText } from '../store/reference-text.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { EdgeToolbar } from './edge-toolbar.js';
import { useEdgeHover } from './use-edge-hover.js';

/** Longest value shown on a wire, in characters. */
const PEEK_LENGTH = 48;

/** A wire: an expression drawn as a line in its type's colour. Pointing at it shows what it carried last. */
export const WireEdge = memo(function WireEdge(props: EdgeProps<WireFlowEdge>) {
  const { data, selected } = props;
  const editor = useEditor();
  const strings = useStrings();
  const isReadOnly = useEditorState((state) => state.readOnly);
  const isShown = useEditorState((state) => state.lens);
  const type = useEditorState((state) => (data ? typeOfSource(state, data.source) : 'any'));
  const isRunning = useEditorState((state) => state.run?.steps[props.target]?.status === 'running');
  const carried = useEditorState(
    (state) => data && valueAt(state.run?.steps[data.source.root]?.output, data.source.path),
  );
  const [isHovered, setHovered] = useEdgeHover();
  const { path, x, y } = linePath(props);
  if (data === undefined || !isShown) return null;
  const color = typeColor(type);
  const isOpen = isHovered || selected === true;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering shows what the inspector shows as well
    <g
      className="pb-wire"
      data-type={type}
      data-running={isRunning || undefined}
      data-selected={selected || undefined}
      style={{ color }}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
    >
      <BaseEdge path={path} interactionWidth={14} className="pb-wire-path" />
      {isOpen && (
        <EdgeToolbar
          x={x}
          y={y}
          label={strings.deleteWire(data.place)}
          onHover={setHovered}
          onDelete={
            isReadOnly
              ? undefined
              : () => editor.dispatch({ type: 'unwire', target: { stepId: data.stepId, place: data.place } })
          }
        >
          <span className="pb-edge-peek" style={{ color }}>
            {carried === undefined ? pathText(data.source) : previewOf(carried, PEEK_LENGTH)}
          </span>
        </EdgeToolbar>
      )}
    </g>
  );
});
