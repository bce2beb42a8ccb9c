import { joinBytes } from '../text/join-bytes.js';

/** One field or, with a file name, one file. */
export interface Part {
  name: string;
  filename?: string;
  contentType?: string;
  content: string | Uint8Array;
}

/**
 * Parts as `multipart/form-data` (RFC 7578): text, or bytes where one of them is. Names are written as browsers do, in
 * UTF-8 with line breaks and quotes escaped (https://html.spec.whatwg.org/#multipart-form-data); contents as they are.
 */
export function writeMultipart(parts: readonly Part[]): {
  content: string | Uint8Array;
  contentType: string;
} {
  const pieces = parts.flatMap((part) => [headersOf(part), part.content]);
  const boundary = findBoundary(pieces);
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const chunks = pieces.map((piece, index) => (index % 2 === 0 ? `--${boundary}\r\n${piece}` : piece));
  const lines = chunks.flatMap((chunk, index) => (index % 2 === 0 ? [chunk] : [chunk, '\r\n']));
  lines.push(`--${boundary}--\r\n`);
  const isText = lines.every((line) => typeof line === 'string');
  return { content: isText ? lines.join('') : joinBytes(lines), contentType };
}

function headersOf({ name, filename, contentType }: Part): string {
  const file = filename === undefined ? '' : `; filename="${quotable(filename)}"`;
  const type = contentType === undefined ? '' : `Content-Type: ${contentType}\r\n`;
  return `Content-Disposition: form-data; name="${quotable(name)}"${file}\r\n${type}\r\n`;
}

function quotable(name: string): string {
  return name.replace(/["\r\n]/g, (char) => (char === '"' ? '%22' : char === '\r' ? '%0D' : '%0A'));
}

const BOUNDARY = 'patchbay-';
const DIGITS = 16;

/** The first number that stands behind `patchbay-` in none of the pieces: found in one pass, the same each time. */
function findBoundary(pieces: readonly (string | Uint8Array)[]): string {
  const taken = new Set<string>();
  for (const piece of pieces) {
    if (typeof piece === 'string') for (const [found] of piece.matchAll(/patchbay-\d{16}/g)) taken.add(found);
    else addBoundaries(piece, taken);
  }
  for (let number = 0; ; number++) {
    const boundary = BOUNDARY + String(number).padStart(DIGITS, '0');
    if (!taken.has(boundary)) return boundary;
  }
}

function addBoundaries(bytes: Uint8Array, taken: Set<string>): void {
  const first = BOUNDARY.charCodeAt(0);
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (bytes[at + 1] !== BOUNDARY.charCodeAt(1)) continue;
    const text = String.fromCharCode(...bytes.subarray(at, at + BOUNDARY.length + DIGITS));
    if (text.startsWith(BOUNDARY)) taken.add(text);
  }
}
