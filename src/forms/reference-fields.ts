import { type JsonSchema, type JsonValue, placeWithin } from '../engine/index.js';
import { type DataType, dataTypeOf, typeOfSchema } from '../ui/data-type.js';
import type { ReferenceSource } from './reference-source.js';
import { asSchema, followReference } from './schema-at.js';

/** One thing that can be referred to. */
export interface ReferenceField {
  /** Without braces, like `step_1.user.email`. */
  readonly expression: string;
  readonly source: string;
  /** Inside the source, like `user.email`; empty: all of it. */
  readonly field: string;
  readonly type: DataType;
  readonly sample?: JsonValue;
}

const MAX_DEPTH = 5;
const MAX_FIELDS = 400;

interface Found {
  readonly expression: string;
  readonly field: string;
  readonly schema: JsonSchema | undefined;
  readonly sample: JsonValue | undefined;
  readonly depth: number;
  /** True below `[*]`: what stands there is the list of all matches. */
  readonly many: boolean;
}

/**
 * Everything that can be referred to, source by source, each field after what it stands in: the whole, its fields,
 * and for lists of objects each field of all items (`items[*].sku`). At most five levels and 400 fields.
 */
export function listReferenceFields(sources: readonly ReferenceSource[]): ReferenceField[] {
  const fields: ReferenceField[] = [];
  for (const { root, label, schema, sample } of sources) {
    collect({ expression: root, field: '', schema, sample, depth: 0, many: false }, schema ?? {});

    function collect(found: Found, document: JsonSchema): void {
      if (fields.length >= MAX_FIELDS) return;
      const followed = found.schema && followReference(found.schema, document);
      const type = found.sample === undefined ? typeOfSchema(followed) : dataTypeOf(found.sample);
      fields.push({
        expression: found.expression,
        source: label,
        field: found.field,
        type: found.many ? 'array' : type,
        ...(found.sample !== undefined && !found.many && { sample: found.sample }),
      });
      if (found.depth >= MAX_DEPTH) return;
      if (type === 'object') {
        for (const key of keysOf(followed, found.sample)) collect(within(found, followed, key), document);
      } else if (type === 'array' && !found.many) {
        const items = itemsOf(found, followed);
        if (items && itemType(items, document) === 'object') {
          for (const key of keysOf(items.schema && followReference(items.schema, document), items.sample)) {
            collect(within(items, items.schema && followReference(items.schema, document), key), document);
          }
        }
      }
    }
  }
  return fields;
}

function within(parent: Found, schema: JsonSchema | undefined, key: string): Found {
  const sample = parent.sample;
  const isObject = typeof sample === 'object' && sample !== null && !Array.isArray(sample);
  return {
    expression: placeWithin(parent.expression, key),
    field: placeWithin(parent.field, key),
    schema: asSchema(asSchema(schema?.properties)?.[key]),
    sample: isObject && Object.hasOwn(sample, key) ? sample[key] : undefined,
    depth: parent.depth + 1,
    many: parent.many,
  };
}

function itemsOf(list: Found, schema: JsonSchema | undefined): Found | undefined {
  return {
    expression: `${list.expression}[*]`,
    field: `${list.field}[*]`,
    schema: asSchema(schema?.items),
    sample: Array.isArray(list.sample) ? list.sample[0] : undefined,
    depth: list.depth + 1,
    many: true,
  };
}

function itemType(items: Found, document: JsonSchema): DataType {
  if (items.sample !== undefined) return dataTypeOf(items.sample);
  return typeOfSchema(items.schema && followReference(items.schema, document));
}

function keysOf(schema: JsonSchema | undefined, sample: JsonValue | undefined): string[] {
  const known = Object.keys(asSchema(schema?.properties) ?? {});
  const seen =
    typeof sample === 'object' && sample !== null && !Array.isArray(sample) ? Object.keys(sample) : [];
  return [...new Set([...known, ...seen])];
}
