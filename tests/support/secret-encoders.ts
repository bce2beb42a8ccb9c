import querystring from 'node:querystring';

export interface Encoder {
  name: string;
  encode(text: string): string;
}

/** The text as UTF-8 can carry it. */
export const wellFormed = (text: string) =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));

const upperEscape = (char: string) => `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
const lowerEscape = (char: string) => upperEscape(char).toLowerCase();
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const uri = (text: string) => encodeURIComponent(wellFormed(text));
const strictUri = (text: string) =>
  uri(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
const lowerHex = (text: string) => text.replace(/%[0-9A-F]{2}/g, (byte) => byte.toLowerCase());
const html = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
const bytes = (text: string) => Buffer.from(wellFormed(text));

/** The ways in which systems write a text into another one, by encoders that are not ours. */
export const encoders: readonly Encoder[] = [
  { name: 'as it is', encode: (text) => text },
  { name: 'JSON', encode: json },
  { name: 'JSON with escaped slashes', encode: (text) => json(text).replaceAll('/', '\\/') },
  { name: 'JSON in ASCII', encode: (text) => json(text).replace(/[\u007f-\uffff]/g, lowerEscape) },
  {
    name: 'JSON in ASCII, upper case',
    encode: (text) => json(text).replace(/[\u007f-\uffff<>&']/g, upperEscape),
  },
  { name: 'every character as \\u', encode: (text) => text.replace(/[\s\S]/g, lowerEscape) },
  { name: 'JSON in JSON', encode: (text) => json(json(text)) },
  { name: 'JSON in JSON in JSON', encode: (text) => json(json(json(text))) },
  { name: 'JSON in a URL', encode: (text) => uri(json(text)) },
  { name: 'JSON in JSON in a URL', encode: (text) => uri(json(json(text))) },
  { name: 'JSON in a form', encode: (text) => new URLSearchParams({ a: json(text) }).toString().slice(2) },
  { name: 'JSON in HTML', encode: (text) => html(json(text)) },
  { name: 'JSON in hex', encode: (text) => bytes(json(text)).toString('hex') },
  { name: 'encodeURIComponent', encode: uri },
  { name: 'encodeURIComponent, lower case', encode: (text) => lowerHex(uri(text)) },
  { name: 'RFC 3986', encode: strictUri },
  { name: 'RFC 3986, lower case', encode: (text) => lowerHex(strictUri(text)) },
  { name: 'encodeURI', encode: (text) => encodeURI(wellFormed(text)) },
  { name: 'every byte percent-encoded', encode: (text) => bytes(text).toString('hex').replace(/../g, '%$&') },
  {
    name: 'every other character percent-encoded',
    encode: (text) =>
      [...wellFormed(text)]
        .map((char, index) => (index % 2 === 0 ? char : bytes(char).toString('hex').replace(/../g, '%$&')))
        .join(''),
  },
  { name: 'a URL in a URL', encode: (text) => uri(uri(text)) },
  { name: 'URLSearchParams', encode: (text) => new URLSearchParams({ a: text }).toString().slice(2) },
  { name: 'querystring', encode: (text) => querystring.escape(wellFormed(text)) },
  { name: 'hex', encode: (text) => bytes(text).toString('hex') },
  { name: 'hex, upper case', encode: (text) => bytes(text).toString('hex').toUpperCase() },
  { name: 'HTML', encode: html },
  { name: 'HTML in HTML', encode: (text) => html(html(text)) },
  {
    name: 'HTML by number',
    encode: (text) => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`),
  },
  {
    name: 'HTML by hex number',
    encode: (text) => text.replace(/[&<>"']/g, (char) => `&#x${char.charCodeAt(0).toString(16)};`),
  },
  ...[0, 1, 2].flatMap((before): Encoder[] =>
    [0, 1, 2].flatMap((after) => {
      const padded = (text: string) =>
        Buffer.concat([bytes('xyz'.slice(0, before)), bytes(text), bytes('xyz'.slice(0, after))]);
      const place = `${before} bytes in, ${after} bytes after`;
      return [
        { name: `base64, ${place}`, encode: (text) => padded(text).toString('base64') },
        { name: `base64url, ${place}`, encode: (text) => padded(text).toString('base64url') },
        { name: `JSON in base64, ${place}`, encode: (text) => padded(json(text)).toString('base64') },
        { name: `base64 in a URL, ${place}`, encode: (text) => uri(padded(text).toString('base64')) },
        {
          name: `base64 in JSON with escaped slashes, ${place}`,
          encode: (text) => padded(text).toString('base64').replaceAll('/', '\\/'),
        },
        {
          name: `base64 in lines, ${place}`,
          encode: (text) =>
            padded(text)
              .toString('base64')
              .replace(/.{1,7}/g, '$&\r\n'),
        },
      ];
    }),
  ),
];
