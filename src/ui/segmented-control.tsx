import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { classNames } from './class-names.js';

export interface Segment<Value extends string> {
  value: Value;
  label: ReactNode;
  disabled?: boolean | undefined;
}

export interface SegmentedControlProps<Value extends string> {
  /** What is chosen here; the group's accessible name. */
  label: string;
  /** The chosen value. One that no segment has: nothing is chosen yet. */
  value: Value | undefined;
  segments: readonly Segment<NoInfer<Value>>[];
  /** Another one was chosen. */
  onValueChange(value: NoInfer<Value>): void;
  size?: 'small' | 'medium' | undefined;
  disabled?: boolean | undefined;
  id?: string | undefined;
  className?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
}

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** A few choices side by side; arrow keys choose, as in any group of radio buttons. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, value, segments, onValueChange, size = 'medium', disabled = false } = props;
  const group = useRef<HTMLDivElement>(null);
  const enabled = segments.filter((segment) => !segment.disabled);
  const reachable = enabled.some((segment) => segment.value === value) ? value : enabled[0]?.value;

  const choose = (next: Segment<Value> | undefined) => {
    if (!next || disabled) return;
    if (next.value !== value) onValueChange(next.value);
    group.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step === undefined || enabled.length === 0) return;
    event.preventDefault();
    const at = enabled.findIndex((segment) => segment.value === reachable);
    choose(enabled[(at + step + enabled.length) % enabled.length]);
  };

  return (
    <div
      ref={group}
      id={props.id}
      role="radiogroup"
      aria-label={label}
      aria-describedby={props['aria-describedby']}
      aria-invalid={props['aria-invalid'] || undefined}
      aria-disabled={disabled || undefined}
      className={classNames('pb-segmented', props.className)}
      data-size={size}
      onKeyDown={onKeyDown}
    >
      {segments.map((segment) => (
        // biome-ignore lint/a11y/useSemanticElements: radio inputs can't hold content, and would leak a name into the host's form
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          data-value={segment.value}
          className="pb-segment"
          disabled={disabled || segment.disabled}
          tabIndex={segment.value === reachable ? 0 : -1}
          onClick={() => choose(segment)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
