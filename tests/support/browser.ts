interface BrowserPage {
  url: string;
  text: string;
}

export interface Browser {
  /** Goes to an address and where it leads, and stops before an address that begins with `until`. */
  follow(url: string, until: string): Promise<BrowserPage>;
  /** Sends a form, and goes on as `follow` does. */
  submit(url: string, fields: Record<string, string>, until: string): Promise<BrowserPage>;
}

const MAX_REDIRECTS = 20;

/** Cookies and redirects over the real `fetch`: as much of a browser as forms without scripts need. */
export function createBrowser(): Browser {
  const jar = new Map<string, string>();
  async function visit(start: string, init: RequestInit, until: string): Promise<BrowserPage> {
    let url = start;
    let next = init;
    for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(url, { ...next, redirect: 'manual', headers: { cookie } });
      for (const line of response.headers.getSetCookie()) keep(jar, line);
      const location = response.headers.get('location');
      if (location === null) return { url, text: await response.text() };
      url = new URL(location, url).href;
      if (url.startsWith(until)) return { url, text: '' };
      next = {};
    }
    throw new Error(`${start} redirects without end.`);
  }
  return {
    follow: (url, until) => visit(url, {}, until),
    submit: (url, fields, until) => visit(url, { method: 'POST', body: new URLSearchParams(fields) }, until),
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';');
  const at = pair.indexOf('=');
  const name = pair.slice(0, at);
  const isGone = /expires=Thu, 01 Jan 1970/i.test(line);
  if (isGone) jar.delete(name);
  else jar.set(name, pair.slice(at + 1));
}
