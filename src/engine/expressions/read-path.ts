import { compileJsonPath, type JsonPathQuery } from './json-path.js';
import { readSegments, singularPath } from './read-segments.js';

export interface PathRead {
  path: (string | number)[];
  query?: JsonPathQuery;
  end: number;
}

/** Reads the segments that follow a root. Singular ones become a plain path; others a query over the whole. */
export function readPath(text: string, from: number): PathRead {
  const { value: segments, end } = readSegments(text, from, 0);
  const path = singularPath(segments);
  return path.length === segments.length ? { path, end } : { path, query: compileJsonPath(segments), end };
}
