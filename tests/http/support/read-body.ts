import type { HttpReply } from '#engine';
import type { ReadBody } from '../../../src/engine/http/parse-json-body.js';
import { readResponse } from '../../../src/engine/http/read-response.js';

/** What the engine makes of an answer that a door gave. */
export function readBody(reply: HttpReply): ReadBody {
  return readResponse(reply, { responseType: 'auto', method: 'GET', hide: (text) => text });
}
