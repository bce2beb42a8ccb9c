import { wellFormed } from './secret-encoders.js';

/** Whether the secret stands in the text, or in anything that the text decodes to. Knows nothing of the redactor. */
export function findsSecret(text: string, secret: string): boolean {
  const wanted = [secret.trim(), wellFormed(secret.trim())];
  return views(text).some((view) => wanted.some((each) => view.includes(each)));
}

function views(text: string): string[] {
  return outerViews(text).flatMap((view) => [view, ...repeated(fromJson, view)]);
}

function outerViews(text: string): string[] {
  return [
    text,
    ...repeated(fromPercent, text),
    fromPercent(text.replaceAll('+', ' ')),
    ...repeated(fromHtml, text),
    ...runs(text, /[0-9a-fA-F]{8,}/g).flatMap((run) => [0, 1].map((from) => fromHex(run.slice(from)))),
    ...[text, fromPercent(text), fromJson(text)].flatMap(base64Runs),
  ];
}

function repeated(decode: (text: string) => string, text: string): string[] {
  const once = decode(text);
  const twice = decode(once);
  return [once, twice, decode(twice)];
}

function base64Runs(text: string): string[] {
  const compact = text.replace(/[\r\n]/g, '');
  return [text, compact].flatMap((each) =>
    runs(each, /[A-Za-z0-9+/_-]{4,}/g).flatMap((run) =>
      [0, 1, 2, 3].map((from) => Buffer.from(run.slice(from), 'base64url').toString()),
    ),
  );
}

function runs(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[0]);
}

function fromHex(run: string): string {
  return Buffer.from(run.slice(0, run.length - (run.length % 2)), 'hex').toString();
}

function fromPercent(text: string): string {
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) =>
    Buffer.from(run.replaceAll('%', ''), 'hex').toString(),
  );
}

function fromJson(text: string): string {
  return text.replace(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])/g, (part) => JSON.parse(`"${part}"`) as string); // an escape of a text is a text
}

function fromHtml(text: string): string {
  const named = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,5})|#([0-9]{1,6})|(amp|lt|gt|quot|apos));/g,
    (_, hex?: string, decimal?: string, name = '') =>
      named.get(name) ?? String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(decimal)),
  );
}
