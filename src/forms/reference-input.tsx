import { type FocusEvent, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { DataChip } from '../ui/data-chip.js';
import type { DataType } from '../ui/data-type.js';
import { describeReference } from './describe-reference.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import {
  hasExpression,
  innerText,
  syntaxErrorOf,
  toTemplateText,
  wholeExpression,
  writtenTemplate,
} from './template-text.js';
import { useReferenceList } from './use-reference-list.js';

export interface ReferenceInputProps {
  id: string;
  /** The template text; anything else is a value that no reference has replaced yet. */
  value: unknown;
  wanted: DataType;
  onChange(text: string): void;
  onClear(): void;
  required: boolean;
  invalid: boolean;
  'aria-describedby'?: string | undefined;
}

/**
 * A field in reference mode. A chosen reference is a chip; typing filters what can be chosen, Enter takes it, or takes the
 * typed expression where nothing is highlighted; a click on the chip, or Backspace in the empty input, opens its text for
 * editing. What was typed is kept when the field is left, also where it can't be read.
 */
export function ReferenceInput(props: ReferenceInputProps) {
  const { id, value, wanted, onChange, onClear } = props;
  const { sources, readOnly } = useFormContext();
  const strings = useFormStrings();
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | undefined>();
  const [open, setOpen] = useState(false);
  const [editing, setEditing] = useState(false);

  const written = hasExpression(value) ? value : undefined;
  const whole = written === undefined ? undefined : wholeExpression(written);
  const described = whole === undefined ? undefined : describeReference(whole, sources);
  const typed = innerText(text ?? '');
  const problem = text && !open ? syntaxErrorOf(typed) : undefined;

  const finish = () => {
    setText(undefined);
    setEditing(false);
    setOpen(false);
  };
  const take = (template: string) => {
    onChange(template);
    finish();
  };
  const { list, aria, onKeyDown } = useReferenceList({
    anchor: box,
    open: open && !readOnly,
    query: editing ? '' : typed,
    wanted,
    onPick: (match) => take(toTemplateText(match.expression)),
    onClose: () => setOpen(false),
    highlightFirst: typed !== '' && !editing,
  });

  const editText = () => {
    if (written === undefined) return;
    setText(whole ?? written);
    setEditing(true);
  };
  const clear = () => {
    finish();
    onClear();
  };
  const onPress = (event: MouseEvent<HTMLElement>) => {
    const { target } = event;
    if (!(target instanceof Element) || target === input.current || target.closest('button')) return;
    input.current?.focus();
    if (target !== box.current && !readOnly && !editing) editText();
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>) => {
    if (onKeyDown(event)) return;
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      setOpen(true);
    } else if (event.key === 'Enter' && typed !== '') {
      event.preventDefault();
      if (text && (text.includes('{{') || syntaxErrorOf(typed) === undefined))
        take(writtenTemplate(text, undefined, () => true) ?? toTemplateText(text));
      else setOpen(false);
    } else if (event.key === 'Escape' && text !== undefined) {
      event.stopPropagation();
      finish();
    } else if (event.key === 'Backspace' && !text && written !== undefined) {
      event.preventDefault();
      editText();
    }
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (box.current?.contains(relatedTarget)) return setOpen(false);
    if (!text || typed === '' || text === (whole ?? written)) return finish();
    // Whoever edits the text of a reference means what is there in the end.
    const isMeant = (expression: string) =>
      editing || sources.some(({ root }) => new RegExp(`^${root}\\b`).test(expression));
    const template = writtenTemplate(text, editing ? undefined : written, isMeant);
    return template === undefined ? finish() : take(template);
  };

  const showChip = described !== undefined && !editing;
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a larger target for the pointer; the input takes the focus by keyboard */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
      <div
        ref={box}
        className="pb-control pb-reference-input"
        data-invalid={props.invalid || problem !== undefined || undefined}
        data-readonly={readOnly || undefined}
        onClick={onPress}
      >
        {showChip && <DataChip {...described} onRemove={readOnly ? undefined : clear} />}
        {!showChip && written !== undefined && !editing && (
          <span className="pb-mono pb-reference-text">{written}</span>
        )}
        <input
          ref={input}
          id={id}
          className={editing ? 'pb-input pb-mono' : 'pb-input'}
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          readOnly={readOnly}
          placeholder={written === undefined && !readOnly ? strings.findData : undefined}
          aria-expanded={open && !readOnly}
          aria-haspopup="listbox"
          {...aria}
          aria-describedby={
            [described && `${id}-chip`, props['aria-describedby']].filter(Boolean).join(' ') || undefined
          }
          aria-invalid={props.invalid || problem !== undefined || undefined}
          aria-required={props.required || undefined}
          value={text ?? ''}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
          }}
          onFocus={() => written === undefined && setOpen(true)}
          onClick={() => setOpen(true)}
          onKeyDown={onKey}
          onBlur={onBlur}
        />
        {described && (
          <span id={`${id}-chip`} className="pb-visually-hidden">
            {described.expression}
          </span>
        )}
      </div>
      {list}
      {problem && <p className="pb-field-error">{problem}</p>}
    </>
  );
}
