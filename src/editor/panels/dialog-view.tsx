import { unreachable } from '../../engine/index.js';
import { Button } from '../../ui/button.js';
import { Dialog } from '../../ui/dialog.js';
import { outcomeName, stepName } from '../nodes/step-summary.js';
import type { OpenDialog } from '../store/editor-state.js';
import { pathText } from '../store/reference-text.js';
import { useEditor, useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';
import { ConnectDialog } from './connect-dialog.js';
import { RunDialog } from './run-dialog.js';

type DialogOf<Type extends OpenDialog['type']> = Extract<OpenDialog, { type: Type }>;

function DeleteDialog({ dialog, onClose }: { dialog: DialogOf<'delete'>; onClose(): void }) {
  const editor = useEditor();
  const strings = useStrings();
  const steps = useEditorState((state) => state.steps);
  const remove = (readers: 'keep' | 'clear') => {
    editor.dispatch({ type: 'remove_steps', ids: dialog.ids, readers });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={strings.deleteReadTitle(dialog.readers.length)}
      description={strings.deleteReadText}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button onClick={() => remove('keep')}>{strings.deleteKeep}</Button>
          <Button variant="danger" onClick={() => remove('clear')}>
            {strings.deleteClear}
          </Button>
        </>
      }
    >
      <ul className="pb-readers">
        {dialog.readers.map(({ stepId, place }) => {
          const step = steps.get(stepId);
          return (
            <li key={`${stepId}:${place}`}>
              <b>{step === undefined ? stepId : stepName(step)}</b> <code>{place}</code>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

function RemoveCaseDialog({ dialog, onClose }: { dialog: DialogOf<'remove_case'>; onClose(): void }) {
  const editor = useEditor();
  const strings = useStrings();
  const steps = useEditorState((state) => state.steps);
  const { stepId, caseId, edges: followers } = dialog;
  const remove = (edges: 'keep' | 'remove') => {
    editor.dispatch({ type: 'remove_case', stepId, caseId, edges });
    onClose();
  };
  const name = outcomeName(steps.get(stepId), caseId, strings);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={strings.deleteCaseTitle(name, followers.length)}
      description={strings.deleteCaseText}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button onClick={() => remove('keep')}>{strings.deleteKeep}</Button>
          <Button variant="danger" onClick={() => remove('remove')}>
            {strings.deleteCaseEdges}
          </Button>
        </>
      }
    >
      <ul className="pb-readers">
        {followers.map(({ target }) => {
          const step = steps.get(target);
          return (
            <li key={target}>
              <b>{step === undefined ? target : stepName(step)}</b>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}

function ConvertDialog({ dialog, onClose }: { dialog: DialogOf<'convert'>; onClose(): void }) {
  const editor = useEditor();
  const strings = useStrings();
  const { source, target, options } = dialog;
  return (
    <Dialog
      open
      size="small"
      onOpenChange={onClose}
      title={strings.chooseConversion}
      description={strings.chooseConversionText(pathText(source), `${target.stepId} ${target.place}`)}
    >
      <div className="pb-conversions">
        {options.map(({ id, pipe }) => (
          <Button
            key={id}
            onClick={() => {
              editor.dispatch({ type: 'wire', source, target, ...(pipe !== undefined && { pipe }) });
              onClose();
            }}
          >
            {strings.conversion(id)}
            {pipe !== undefined && <code>| {pipe}</code>}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

/** A question, with the ways to answer it. */
export function DialogView({ dialog, onClose }: { dialog: OpenDialog; onClose(): void }) {
  switch (dialog.type) {
    case 'delete':
      return <DeleteDialog dialog={dialog} onClose={onClose} />;
    case 'remove_case':
      return <RemoveCaseDialog dialog={dialog} onClose={onClose} />;
    case 'convert':
      return <ConvertDialog dialog={dialog} onClose={onClose} />;
    case 'connect':
      return <ConnectDialog from={dialog.from} onClose={onClose} />;
    case 'run':
      return <RunDialog onClose={onClose} />;
    default:
      return unreachable(dialog);
  }
}
