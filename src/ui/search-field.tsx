import { Search, X } from 'lucide-react';
import { type ComponentPropsWithoutRef, forwardRef } from 'react';
import { Button } from './button.js';
import { classNames } from './class-names.js';
import { Kbd } from './kbd.js';
import { useUiStrings } from './ui-strings.js';

export interface SearchFieldProps extends Omit<ComponentPropsWithoutRef<'input'>, 'onChange' | 'size'> {
  /** The accessible name, and the placeholder when there is no other. */
  label: string;
  value: string;
  onValueChange(value: string): void;
  /** A key shown while it is empty; the field doesn't listen for it. */
  shortcut?: string | undefined;
}

export const SearchField = forwardRef<HTMLInputElement, SearchFieldProps>(function SearchField(
  { label, value, onValueChange, shortcut, className, onKeyDown, placeholder = label, ...rest },
  ref,
) {
  const strings = useUiStrings();
  return (
    <div className={classNames('pb-control', 'pb-search', className)}>
      <Search className="pb-search-icon" aria-hidden="true" />
      <input
        {...rest}
        ref={ref}
        type="search"
        className="pb-input"
        aria-label={label}
        placeholder={placeholder}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key !== 'Escape' || event.defaultPrevented || value === '') return;
          // Only the search is taken back, not the dialog around it.
          event.stopPropagation();
          onValueChange('');
        }}
      />
      {value === '' && shortcut && <Kbd>{shortcut}</Kbd>}
      {value !== '' && (
        // No IconButton: its tooltip is most of what the node library would load.
        <Button
          className="pb-icon-button"
          variant="ghost"
          size="small"
          aria-label={strings.clear}
          icon={<X />}
          onClick={() => onValueChange('')}
        />
      )}
    </div>
  );
});
