import { Select as BaseSelect } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.js';
import { usePortalProps } from './portal-provider.js';

interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  /** A second line in the list. */
  description?: string | undefined;
  icon?: ReactNode;
  disabled?: boolean | undefined;
}

export interface SelectProps<Value extends string> {
  value: Value | undefined;
  options: readonly SelectOption<NoInfer<Value>>[];
  onValueChange(value: NoInfer<Value>): void;
  /** The accessible name, where no label element points at `id`. */
  label?: string | undefined;
  placeholder?: string | undefined;
  id?: string | undefined;
  size?: 'small' | 'medium' | undefined;
  disabled?: boolean | undefined;
  mono?: boolean | undefined;
  className?: string | undefined;
  'aria-labelledby'?: string | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: boolean | undefined;
  'aria-required'?: boolean | undefined;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, options, onValueChange, label, placeholder, size = 'medium', mono, className } = props;
  const portal = usePortalProps();
  return (
    <BaseSelect.Root<Value>
      items={options}
      value={value ?? null}
      disabled={props.disabled}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onValueChange(next);
      }}
    >
      <BaseSelect.Trigger
        id={props.id}
        className={classNames('pb-select', mono && 'pb-mono', className)}
        data-size={size}
        aria-label={label}
        aria-labelledby={props['aria-labelledby']}
        aria-describedby={props['aria-describedby']}
        aria-invalid={props['aria-invalid'] || undefined}
        aria-required={props['aria-required'] || undefined}
      >
        <BaseSelect.Value className="pb-select-value" placeholder={placeholder} />
        <BaseSelect.Icon className="pb-select-icon">
          <ChevronDown />
        </BaseSelect.Icon>
      </BaseSelect.Trigger>
      <BaseSelect.Portal {...portal}>
        <BaseSelect.Positioner
          className="pb-layer"
          alignItemWithTrigger={false}
          sideOffset={4}
          collisionPadding={8}
        >
          <BaseSelect.Popup
            className="pb-menu pb-select-popup"
            aria-label={label}
            // The list has the name of its field, which a label element gives to what has the `id`.
            aria-labelledby={props['aria-labelledby'] ?? (label === undefined ? props.id : undefined)}
          >
            {options.map((option) => (
              <BaseSelect.Item
                key={option.value}
                className="pb-menu-item"
                value={option.value}
                disabled={option.disabled}
                label={option.label}
              >
                {option.icon}
                <span className="pb-menu-item-label">
                  <BaseSelect.ItemText>{option.label}</BaseSelect.ItemText>
                  {option.description && (
                    <span className="pb-menu-item-description">{option.description}</span>
                  )}
                </span>
                <BaseSelect.ItemIndicator className="pb-menu-item-check">
                  <Check />
                </BaseSelect.ItemIndicator>
              </BaseSelect.Item>
            ))}
          </BaseSelect.Popup>
        </BaseSelect.Positioner>
      </BaseSelect.Portal>
    </BaseSelect.Root>
  );
}
