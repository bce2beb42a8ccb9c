const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Text as one path segment or query value of a URL: it can't end the part that it stands in. */
export function percentEncode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(text.replace(LONE_SURROGATE, '\ufffd'));
  }
}

/** Text with everything encoded that RFC 3986 reserves, also what no URL is known to mind. */
export function percentEncodeAll(text: string): string {
  return percentEncode(text).replace(/[!'()*]/g, escapeOf);
}

/** Text as a name or value of `application/x-www-form-urlencoded`. */
export function formEncode(text: string): string {
  return percentEncode(text)
    .replace(/[!'()~]/g, escapeOf)
    .replace(/%20/g, '+');
}

function escapeOf(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}
