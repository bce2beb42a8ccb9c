import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/** Flags that keep Chromium on this machine and let it run as root in a container. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser that tests use: `CHROMIUM_PATH`, the system's, else Playwright's own; undefined: there is none. */
export function findChromium(): string | undefined {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH is ${chosen}, but there is no file there.`);
    return chosen;
  }
  return systemChromium() ?? (existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined);
}

function systemChromium(): string | undefined {
  if (process.platform === 'win32') return undefined;
  for (const command of commands) {
    try {
      return execFileSync('/bin/sh', ['-c', `command -v ${command}`], { encoding: 'utf8' }).trim();
    } catch {
      // Not installed under this name: `command -v` answers with exit code 1.
    }
  }
  return undefined;
}
