import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { toCurl } from '../../src/runs/curl.js';

/** What a real shell makes of the command, one argument per line entry. */
function shellArguments(command: string): string[] {
  const script = command.replace(/^curl/, 'printf "%s\\0"');
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('toCurl', () => {
  it('survives a real shell, whatever is in the body and the headers', () => {
    const body = { text: `it's $HOME \`id\` "quoted" \\ !` };
    const args = shellArguments(
      toCurl({
        method: 'POST',
        url: "https://api.example/orders?q=a'b&c=$(id)",
        headers: { 'content-type': 'application/json', authorization: '••••' },
        body,
      }),
    );
    expect(args).toEqual([
      '-X',
      'POST',
      "https://api.example/orders?q=a'b&c=$(id)",
      '-H',
      'content-type: application/json',
      '-H',
      'authorization: ••••',
      '--data-raw',
      JSON.stringify(body),
    ]);
  });

  it('sends text as it is and leaves a body out where there was none', () => {
    const base = { method: 'PUT', url: 'https://api.example/', headers: {} };
    expect(shellArguments(toCurl({ ...base, body: 'plain text' }))).toContain('plain text');
    expect(toCurl(base)).not.toContain('--data');
  });

  it('asks for headers alone where the method is HEAD', () => {
    expect(toCurl({ method: 'HEAD', url: 'https://api.example/', headers: {} })).toBe(
      "curl --head 'https://api.example/'",
    );
  });
});
