import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { classNames } from './class-names.js';

interface TabItem<Value extends string> {
  value: Value;
  label: ReactNode;
  /** A small number beside the label. */
  count?: number | undefined;
  disabled?: boolean | undefined;
  /** Its panel, mounted while the tab is chosen. */
  content: ReactNode;
}

export interface TabsProps<Value extends string> {
  /** The accessible name of the list of tabs. */
  label: string;
  items: readonly TabItem<Value>[];
  value?: Value | undefined;
  defaultValue?: Value | undefined;
  onValueChange?: ((value: Value) => void) | undefined;
  className?: string | undefined;
  panelClassName?: string | undefined;
}

export function Tabs<Value extends string>(props: TabsProps<Value>) {
  const { label, items, value, defaultValue, onValueChange, className, panelClassName } = props;
  return (
    <BaseTabs.Root
      className={classNames('pb-tabs', className)}
      value={value}
      defaultValue={defaultValue ?? items[0]?.value}
      onValueChange={(next: Value) => onValueChange?.(next)}
    >
      <BaseTabs.List className="pb-tabs-list" aria-label={label} activateOnFocus>
        {items.map((item) => (
          <BaseTabs.Tab key={item.value} className="pb-tab" value={item.value} disabled={item.disabled}>
            {item.label}
            {item.count !== undefined && <span className="pb-tab-count">{item.count}</span>}
          </BaseTabs.Tab>
        ))}
        <BaseTabs.Indicator className="pb-tabs-indicator" />
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel
          key={item.value}
          className={classNames('pb-tab-panel', panelClassName)}
          value={item.value}
        >
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
