/**
 * The host in what somebody pasted, as the API writes hosts: `https://API.example.com/v1/` becomes `api.example.com`. An
 * `http://` stays, as it lets the secret go out unencrypted.
 */
export function tidyHost(text: string): string {
  const [, scheme = '', rest = ''] = /^\s*(?:https:\/\/|(http:\/\/))?(.*?)\s*$/is.exec(text) ?? [];
  const host = rest.replace(/[/?#].*$/s, '').toLowerCase();
  const isDefaultPort = scheme === '' ? /:443$/ : /:80$/;
  return `${scheme.toLowerCase()}${host.replace(isDefaultPort, '')}`;
}
