import { Panel, useReactFlow } from '@xyflow/react';
import { Maximize, Minus, Network, Plus } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.js';
import { arrange } from '../store/commands.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { fitOptions } from './fit-options.js';

/** Zoom, fit and arrange, in the corner of the canvas. */
export function ZoomTools() {
  const editor = useEditor();
  const strings = useStrings();
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const isReadOnly = useEditorState((state) => state.readOnly);
  return (
    <Panel position="bottom-right" className="pb-zoom-tools">
      <IconButton label={strings.zoomOut} size="small" tooltipSide="top" onClick={() => void zoomOut()}>
        <Minus />
      </IconButton>
      <IconButton label={strings.zoomIn} size="small" tooltipSide="top" onClick={() => void zoomIn()}>
        <Plus />
      </IconButton>
      <IconButton
        label={strings.fitView}
        size="small"
        tooltipSide="top"
        onClick={() => void fitView(fitOptions())}
      >
        <Maximize />
      </IconButton>
      {!isReadOnly && (
        <IconButton
          label={strings.arrange}
          size="small"
          tooltipSide="top"
          onClick={() => {
            arrange(editor);
            void fitView(fitOptions());
          }}
        >
          <Network />
        </IconButton>
      )}
    </Panel>
  );
}
