/** One option of a command line, or a word that is none. */
export type CurlArgument = { option: string; value: string } | { word: string };

/** Options that take a value, by their short names: https://curl.se/docs/manpage.html */
const SHORT: Readonly<Record<string, string>> = {
  X: 'request',
  H: 'header',
  d: 'data',
  F: 'form',
  u: 'user',
  b: 'cookie',
  A: 'user-agent',
  e: 'referer',
  x: 'proxy',
  U: 'proxy-user',
  o: 'output',
  m: 'max-time',
  T: 'upload-file',
  c: 'cookie-jar',
  C: 'continue-at',
  D: 'dump-header',
  E: 'cert',
  K: 'config',
  r: 'range',
  w: 'write-out',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
  Q: 'quote',
  P: 'ftp-port',
  t: 'telnet-option',
};
const SHORT_FLAGS: Readonly<Record<string, string>> = { G: 'get', I: 'head', k: 'insecure', L: 'location' };
const LONG = new Set([
  ...Object.values(SHORT),
  ...'data-raw data-binary data-ascii data-urlencode json url form-string oauth2-bearer aws-sigv4 url-query'.split(
    ' ',
  ),
  ...'connect-timeout retry retry-delay retry-max-time cacert capath key cert-type key-type pass ciphers'.split(
    ' ',
  ),
  ...'resolve connect-to interface dns-servers limit-rate max-redirs noproxy socks5 socks5-hostname'.split(
    ' ',
  ),
  ...'output-dir trace trace-ascii stderr netrc-file unix-socket proxy-header expect100-timeout variable'.split(
    ' ',
  ),
]);

/** The options of a command, in order. `-sSLXPOST` is four of them. */
export function readOptions(words: readonly string[]): CurlArgument[] {
  const read: CurlArgument[] = [];
  let isPlain = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (isPlain || word === '-' || !word.startsWith('-')) read.push({ word });
    else if (word === '--') isPlain = true;
    else if (word.startsWith('--')) {
      const equals = word.indexOf('=');
      const option = equals === -1 ? word.slice(2) : word.slice(2, equals);
      const takesValue = LONG.has(option);
      if (takesValue && equals === -1) index += 1;
      const value = equals === -1 ? (words[index] ?? '') : word.slice(equals + 1);
      read.push({ option, value: takesValue ? value : '' });
    } else {
      for (let at = 1; at < word.length; at += 1) {
        const letter = word[at] ?? '';
        const option = Object.hasOwn(SHORT, letter) ? SHORT[letter] : undefined;
        if (option === undefined) {
          const flag = Object.hasOwn(SHORT_FLAGS, letter) ? SHORT_FLAGS[letter] : undefined;
          read.push({ option: flag ?? letter, value: '' });
          continue;
        }
        if (at + 1 === word.length) index += 1;
        read.push({ option, value: at + 1 === word.length ? (words[index] ?? '') : word.slice(at + 1) });
        break;
      }
    }
  }
  return read;
}
