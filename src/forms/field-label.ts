import type { JsonSchema } from '../engine/index.js';
import { typeOfSchema } from '../ui/data-type.js';
import type { UiStrings } from '../ui/ui-strings.js';
import type { FormStrings } from './form-strings.js';
import { asSchema } from './schema-at.js';

/** A property's name as words, for schemas without a title: `customer_email` and `customerEmail` are "Customer email". */
export function nameInWords(name: string): string {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim();
  const lower = words.replace(/\b[A-Z][a-z]/g, (start) => start.toLowerCase());
  return lower === '' ? name : lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** A field's type in words: its format where it has one, for lists what they hold. */
export function typeInWords(schema: JsonSchema, ui: UiStrings, forms: FormStrings): string {
  const type = typeOfSchema(schema);
  if (type === 'array') {
    const items = asSchema(schema.items);
    const item =
      items && (typeof items.title === 'string' ? items.title.toLowerCase() : words(typeOfSchema(items)));
    return item ? forms.listOf(item) : ui.dataType.array;
  }
  return words(type);

  function words(name: keyof UiStrings['dataType']): string {
    return name === 'any' ? '' : ui.dataType[name];
  }
}
