import { type DataType, dataTypeOf, typeOfSchema } from '../../ui/data-type.js';
import type { InputRow, OutputRow } from '../flow/node-rows.js';
import { previewOf } from './value-preview.js';

/** The type an input wants, or, where nothing says, the type of what it is given. */
export function typeOfRow(row: InputRow): DataType {
  const wanted = typeOfSchema(row.schema);
  if (wanted !== 'any' || row.value === undefined) return wanted;
  return typeof row.value === 'string' && row.value.includes('{{') ? 'any' : dataTypeOf(row.value);
}

/** The type of what an output gives. */
export function typeOfOutput(row: OutputRow): DataType {
  return row.value === undefined || row.value === null ? typeOfSchema(row.schema) : dataTypeOf(row.value);
}

/** What an input is given, in a few characters; a secret isn't shown. */
export function previewOfRow(row: InputRow): string {
  if (row.value === undefined) return '';
  return row.schema?.format === 'password' ? '••••' : previewOf(row.value);
}
