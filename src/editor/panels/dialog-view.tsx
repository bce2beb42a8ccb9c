import type { ReactNode } from 'react';
import { type StepId, unreachable } from '../../engine/index.js';
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

interface DeletionProps {
  title: string;
  text: string;
  /** What becomes of those that are listed, beside staying as problems. */
  otherwise: string;
  onDelete(theirs: 'keep' | 'otherwise'): void;
  onClose(): void;
  children: ReactNode;
}

/** Asks what becomes of others when something is deleted, and lists them. */
function Deletion({ title, text, otherwise, onDelete, onClose, children }: DeletionProps) {
  const strings = useStrings();
  const remove = (theirs: 'keep' | 'otherwise') => {
    onDelete(theirs);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={title}
      description={text}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button onClick={() => remove('keep')}>{strings.deleteKeep}</Button>
          <Button variant="danger" onClick={() => remove('otherwise')}>
            {otherwise}
          </Button>
        </>
      }
    >
      <ul className="pb-readers">{children}</ul>
    </Dialog>
  );
}

function StepName({ id }: { id: StepId }) {
  const step = useEditorState((state) => state.steps.get(id));
  return <b>{step === undefined ? id : stepName(step)}</b>;
}

function DeleteDialog({ dialog, onClose }: { dialog: DialogOf<'delete'>; onClose(): void }) {
  const editor = useEditor();
  const strings = useStrings();
  const { ids, readers } = dialog;
  return (
    <Deletion
      title={strings.deleteReadTitle(readers.length)}
      text={strings.deleteReadText}
      otherwise={strings.deleteClear}
      onDelete={(theirs) =>
        editor.dispatch({ type: 'remove_steps', ids, readers: theirs === 'keep' ? 'keep' : 'clear' })
      }
      onClose={onClose}
    >
      {readers.map(({ stepId, place }) => (
        <li key={`${stepId}:${place}`}>
          <StepName id={stepId} /> <code>{place}</code>
        </li>
      ))}
    </Deletion>
  );
}

function RemoveCaseDialog({ dialog, onClose }: { dialog: DialogOf<'remove_case'>; onClose(): void }) {
  const editor = useEditor();
  const strings = useStrings();
  const { stepId, caseId, edges } = dialog;
  const step = useEditorState((state) => state.steps.get(stepId));
  return (
    <Deletion
      title={strings.deleteCaseTitle(outcomeName(step, caseId, strings), edges.length)}
      text={strings.deleteCaseText}
      otherwise={strings.deleteCaseEdges}
      onDelete={(theirs) =>
        editor.dispatch({
          type: 'remove_case',
          stepId,
          caseId,
          edges: theirs === 'keep' ? 'keep' : 'remove',
        })
      }
      onClose={onClose}
    >
      {edges.map(({ target }) => (
        <li key={target}>
          <StepName id={target} />
        </li>
      ))}
    </Deletion>
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
