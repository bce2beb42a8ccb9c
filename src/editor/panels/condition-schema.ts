import { CONDITION_OPERATORS, isUnary, type JsonSchema } from '../../engine/index.js';
import type { EditorStrings } from '../strings.js';

/** The form of one comparison: its right side is there where its operator has one. */
export function comparisonFormSchema(strings: EditorStrings): JsonSchema {
  return {
    type: 'object',
    properties: {
      left: { title: strings.comparisonLeft, 'x-reference': true },
      op: {
        type: 'string',
        title: strings.comparisonOp,
        'x-literal': true,
        oneOf: CONDITION_OPERATORS.map((op) => ({ const: op, title: strings.rowWord(op) })),
      },
    },
    required: ['left', 'op'],
    if: { properties: { op: { enum: CONDITION_OPERATORS.filter(isUnary) } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: {},
    else: { properties: { right: { title: strings.comparisonRight } }, required: ['right'] },
  };
}
