import { importCurl } from './curl/read-curl.js';
import type { ImportTools } from './draft-recorded.js';
import { createDraftSet } from './draft-set.js';
import type { ImportRequest, ImportResult } from './import-resources.js';
import { importOpenApi } from './openapi/read-openapi.js';
import { importHar } from './read-har.js';
import { importPostman } from './read-postman.js';
import { createSecretFinder } from './secret-finder.js';
import { createSlotSet } from './slot-set.js';
import { sourceError } from './source-error.js';

const readers = {
  curl: importCurl,
  openapi: importOpenApi,
  postman: importPostman,
  har: importHar,
} satisfies Record<ImportRequest['format'], (source: string, tools: ImportTools) => void>;

/**
 * Drafts of connectors, read from what people have: a curl command, an OpenAPI 3 document, a Postman collection, a HAR
 * recording. Pure, and without a network. At most 200 drafts. Secrets of the source become slots or inputs without a
 * default, and are in no draft, note or error. Throws a Problem `invalid_source` for what can't be read, and nothing else.
 */
export function importSource({ format, source }: ImportRequest): ImportResult {
  if (source.trim() === '') throw sourceError('The source is empty. Paste a command or a document.');
  const secrets = createSecretFinder();
  const drafts = createDraftSet(secrets);
  readers[format](source, { drafts, secrets, slots: createSlotSet() });
  const result = drafts.result();
  if (result.drafts.length === 0)
    throw sourceError(`Nothing in the source can be made a connector. ${result.notes[0] ?? ''}`.trim());
  return result;
}
