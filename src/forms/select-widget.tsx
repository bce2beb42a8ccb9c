import type { WidgetProps } from '@rjsf/utils';
import { CheckboxesWidget } from './checkboxes-widget.js';
import { ChoiceWidget } from './choice-widget.js';

/** A choice of one or of several values. */
export function SelectWidget(props: WidgetProps) {
  return props.multiple ? <CheckboxesWidget {...props} /> : <ChoiceWidget {...props} />;
}
