import {
  AlignLeft,
  Check,
  ChevronDown,
  PanelLeft,
  PanelRight,
  Play,
  Redo2,
  Square,
  TriangleAlert,
  Undo2,
} from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../../ui/button.js';
import { IconButton } from '../../ui/icon-button.js';
import { Menu } from '../../ui/menu.js';
import { Spinner } from '../../ui/spinner.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { useRunControls } from './run-controls.js';
import { useProblems } from './use-problems.js';

export interface ToolbarProps {
  title?: ReactNode;
  /** Before and after the editor's own buttons: where a host puts its breadcrumbs and its save state. */
  headerStart?: ReactNode;
  headerEnd?: ReactNode;
  isProblemsOpen?: boolean | undefined;
  onToggleProblems?: (() => void) | undefined;
}

/** So long after it appeared under the pointer, a click on Cancel is still the second half of a double click on Run. */
const DOUBLE_CLICK_MS = 600;

function CancelButton({ onCancel }: { onCancel: () => void }) {
  const strings = useStrings();
  const shownAt = useRef(Number.POSITIVE_INFINITY);
  useEffect(() => {
    shownAt.current = performance.now();
  }, []);
  return (
    <Button
      icon={<Square />}
      onClick={() => {
        if (performance.now() - shownAt.current >= DOUBLE_CLICK_MS) onCancel();
      }}
    >
      {strings.cancelRun}
    </Button>
  );
}

function RunButtons() {
  const strings = useStrings();
  const { canRun, isRunning, hasInput, run, openInput, cancel } = useRunControls();
  if (!canRun) return null;
  if (isRunning) {
    if (cancel) return <CancelButton onCancel={cancel} />;
    return (
      <Button icon={<Spinner size={14} label={null} />} disabled>
        {strings.running}
      </Button>
    );
  }
  return (
    <span className="pb-run-buttons">
      <Button variant="primary" icon={<Play />} onClick={run}>
        {strings.run}
      </Button>
      {hasInput && (
        <Menu
          align="end"
          trigger={
            <IconButton variant="primary" label={strings.runWith} tooltip={false}>
              <ChevronDown />
            </IconButton>
          }
          entries={[{ id: 'run-with', label: strings.runWith, onSelect: openInput }]}
        />
      )}
    </span>
  );
}

/** The bar above the canvas: title, undo and redo, data lens, problems, run. */
export function Toolbar({ title, headerStart, headerEnd, isProblemsOpen, onToggleProblems }: ToolbarProps) {
  const editor = useEditor();
  const strings = useStrings();
  const canUndo = useEditorState((state) => state.history.undo.length > 0);
  const canRedo = useEditorState((state) => state.history.redo.length > 0);
  const isReadOnly = useEditorState((state) => state.readOnly);
  const lens = useEditorState((state) => state.lens);
  const drawer = useEditorState((state) => state.drawer);
  const problems = useProblems();
  const hasErrors = problems.some((problem) => problem.severity === 'error');
  return (
    <div className="pb-toolbar" role="toolbar" aria-label={strings.toolbar}>
      <IconButton
        className="pb-narrow-only"
        label={strings.showLibrary}
        aria-expanded={drawer === 'library'}
        onClick={() => editor.setDrawer(drawer === 'library' ? undefined : 'library')}
      >
        <PanelLeft />
      </IconButton>
      {headerStart}
      {title !== undefined && <span className="pb-toolbar-title">{title}</span>}
      <span className="pb-toolbar-space" />
      {!isReadOnly && (
        <>
          <IconButton label={strings.undo} shortcut="Ctrl Z" aria-disabled={!canUndo} onClick={editor.undo}>
            <Undo2 />
          </IconButton>
          <IconButton label={strings.redo} shortcut="Ctrl ⇧ Z" aria-disabled={!canRedo} onClick={editor.redo}>
            <Redo2 />
          </IconButton>
        </>
      )}
      <Button
        className="pb-toolbar-lens"
        icon={<AlignLeft />}
        aria-pressed={lens}
        title={strings.lensHint}
        onClick={() => editor.setLens(!lens)}
      >
        {strings.lens}
      </Button>
      {(problems.length > 0 || isProblemsOpen) && (
        <Button
          className="pb-toolbar-problems"
          data-severity={hasErrors ? 'error' : problems.length > 0 ? 'warning' : 'none'}
          icon={problems.length > 0 ? <TriangleAlert /> : <Check />}
          aria-expanded={isProblemsOpen}
          onClick={onToggleProblems}
        >
          {problems.length > 0 ? strings.problemCount(problems.length) : strings.problems}
        </Button>
      )}
      {headerEnd}
      <RunButtons />
      <IconButton
        className="pb-narrow-only"
        label={strings.showInspector}
        aria-expanded={drawer === 'inspector'}
        onClick={() => editor.setDrawer(drawer === 'inspector' ? undefined : 'inspector')}
      >
        <PanelRight />
      </IconButton>
    </div>
  );
}
