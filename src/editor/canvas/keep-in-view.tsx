import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { fitOptions, panOptions } from './fit-options.js';
import { hasRoomFor, isInView, viewportShowing } from './view-fit.js';

/** Pans to a step that was just added or asked for, no further than needed. */
function useRevealedStep(): void {
  const request = useEditorState((state) => state.revealRequest);
  const height = useEditorState(
    (state) => state.nodes.find((node) => node.id === request?.stepId)?.measured?.height,
  );
  const canvas = useStoreApi();
  const { getNodesBounds, getViewport, setViewport } = useReactFlow();
  const answered = useRef(0);
  useEffect(() => {
    // A step that was just added has no size yet.
    if (request === undefined || height === undefined || answered.current === request.id) return;
    answered.current = request.id;
    const viewport = getViewport();
    const next = viewportShowing(getNodesBounds([request.stepId]), viewport, canvas.getState());
    if (next !== viewport) void setViewport(next, panOptions());
  }, [request, height, canvas, getNodesBounds, getViewport, setViewport]);
}

/** When the canvas gets smaller, what was in view stays there: everything, or else the step that is selected. */
function useViewThroughResize(): void {
  const editor = useEditor();
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const before = useRef({ width, height });
  const { fitView, getNodesBounds, getViewport, setViewport } = useReactFlow();
  useEffect(() => {
    const was = before.current;
    const now = { width, height };
    before.current = now;
    if (was.width === 0 || (width >= was.width && height >= was.height)) return;
    const { nodes, selectedIds } = editor.store.getState();
    const viewport = getViewport();
    const everything = nodes.map((node) => node.id);
    const seen = [everything, [...selectedIds]].find(
      (ids) => ids.length > 0 && isInView(getNodesBounds(ids), viewport, was),
    );
    if (seen === undefined) return;
    const bounds = getNodesBounds(seen);
    if (isInView(bounds, viewport, now)) return;
    if (seen === everything && !hasRoomFor(bounds, viewport.zoom, now)) void fitView(fitOptions());
    else void setViewport(viewportShowing(bounds, viewport, now), panOptions());
  }, [editor, width, height, fitView, getNodesBounds, getViewport, setViewport]);
}

/** Keeps on screen what the user works on. Shows nothing itself. */
export function KeepInView() {
  useRevealedStep();
  useViewThroughResize();
  return null;
}
