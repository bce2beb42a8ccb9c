import type { Step } from '../../engine/index.js';
import { stepOptions } from '../flow/step-options.js';
import { useEditorState } from '../store/use-editor.js';
import { useStrings } from '../strings-context.js';

/** What is set of a step and has no field in its form: said, so that nobody takes it for absent. */
export function StepOptions({ step }: { step: Step }) {
  const strings = useStrings();
  const hasCredentials = useEditorState((state) => state.credentials !== undefined);
  // A credential has its field where there are some to choose from.
  const options = stepOptions(step).filter(
    (option) => !(hasCredentials && option.kind === 'auth' && option.type === 'credential'),
  );
  if (options.length === 0) return null;
  return (
    <section className="pb-options" aria-label={strings.options}>
      <h3 className="pb-options-title">{strings.options}</h3>
      <dl className="pb-options-list">
        {options.map((option) => (
          <div className="pb-options-row" key={option.kind}>
            <dt>{strings.option(option)}</dt>
            <dd>{strings.optionValue(option)}</dd>
          </div>
        ))}
      </dl>
      <p className="pb-inspector-note">{strings.optionsNote}</p>
    </section>
  );
}
