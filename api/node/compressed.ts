import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

export type Encoding = 'br' | 'gzip';

interface Compressible {
  bytes: Uint8Array<ArrayBuffer>;
  contentType: string;
  encoded: Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>;
}

/** Smaller files fit into one packet as they are. */
const MIN_BYTES = 1_024;
/** A megabyte of script in a tenth of a second, once; the best quality takes two for a few percent more. */
const BROTLI_QUALITY = 6;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** The encoding to answer in, by what the caller takes (RFC 9110 section 12.5.3); undefined: as it is. */
export function preferredEncoding(
  acceptEncoding: string | undefined,
  { bytes, contentType }: Compressible,
): Encoding | undefined {
  if (bytes.byteLength < MIN_BYTES || !/^text\/|json$|svg/.test(contentType)) return undefined;
  const accepted = new Set(
    (acceptEncoding ?? '')
      .split(',')
      .map((entry) => entry.trim().toLowerCase())
      .filter((entry) => !/;\s*q=0(?:\.0*)?$/.test(entry))
      .map((entry) => entry.split(';')[0]),
  );
  return (['br', 'gzip'] as const).find((encoding) => accepted.has(encoding));
}

/** The file in that encoding; compressed once and kept. */
export function compressed(
  { bytes, encoded }: Compressible,
  encoding: Encoding,
): Promise<Uint8Array<ArrayBuffer>> {
  const made = encoded.get(encoding) ?? compress(bytes, encoding);
  encoded.set(encoding, made);
  return made;
}

async function compress(
  bytes: Uint8Array<ArrayBuffer>,
  encoding: Encoding,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    encoding === 'br'
      ? await toBrotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } })
      : await toGzip(bytes),
  );
}
