import type { JsonValue } from '#engine';
import type { SlotKind } from './slot-set.js';

/** Names and values in the order in which they stood. */
export type Pairs = readonly (readonly [name: string, value: string])[];

export type RecordedBody =
  | { type: 'json'; value: JsonValue }
  | { type: 'form'; fields: Pairs }
  | { type: 'multipart'; fields: Pairs; files: readonly string[] }
  | { type: 'graphql'; query: string; variables: JsonValue; operationName?: string | undefined }
  | { type: 'text'; text: string; contentType?: string | undefined };

/** A request with its values, as somebody sent or wrote it down: by curl, Postman or a browser. */
export interface RecordedRequest {
  name?: string | undefined;
  description?: string | undefined;
  method: string;
  /** With its query. A scheme may be missing. */
  url: string;
  /** Added to those of the URL. */
  query?: Pairs;
  headers: Pairs;
  body?: RecordedBody | undefined;
  /** How it shows who sends it, where the source says so elsewhere than in the headers. */
  auth?: SlotKind | undefined;
  /** What stands for a value that is given later: `{{id}}` in Postman, `$ID` in a shell. */
  placeholder?: RegExp | undefined;
  notes: string[];
}
