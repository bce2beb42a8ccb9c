import { html } from 'hono/html';
import type { Finished } from './finish-connection.js';

/** No scripts, no frames, nothing from elsewhere: what services send back is only ever text here. */
export const CALLBACK_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The page on which a connection ends. It has no script, so it tells its opener nothing: the page that began the
 * connection asks for the credential's status meanwhile.
 */
export function renderCallbackPage(finished: Finished) {
  const title = finished.ok ? 'Connected' : 'Not connected';
  const text = finished.ok ? `"${finished.name}" is connected. You can close this window.` : finished.message;
  const link = finished.returnTo && html`<p><a href="${finished.returnTo}">Back to Patchbay</a></p>`;
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title} · Patchbay</title>
    <style>
      :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
      body { margin: 20vh auto 0; max-width: 32rem; padding: 0 1.5rem; }
      h1 { font-size: 1.25rem; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${text}</p>
    ${link}
  </body>
</html>`;
}
