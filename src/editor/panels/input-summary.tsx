import type { JsonValue } from '../../engine/index.js';
import { typeOfSchema } from '../../ui/data-type.js';
import { TypeDot } from '../../ui/type-dot.js';
import { isObject } from '../flow/step-shape.js';
import { useStrings } from '../strings-context.js';

export interface InputSummaryProps {
  name: string;
  property: JsonValue;
  isRequired: boolean;
}

/** One field of the flow's input, and how steps read it. */
export function InputSummary({ name, property, isRequired }: InputSummaryProps) {
  const strings = useStrings();
  const type = typeOfSchema(property);
  const text =
    isObject(property) && typeof property.description === 'string' ? property.description : undefined;
  return (
    <li className="pb-input-summary">
      <TypeDot type={type} />
      <code>input.{name}</code>
      <span className="pb-input-type">
        {strings.typeName(type)}
        {isRequired && `, ${strings.missing}`}
      </span>
      {text && <p className="pb-input-text">{text}</p>}
    </li>
  );
}
