import { spawnSync } from 'node:child_process';
import { findChromium } from './chromium.ts';

/** Sees to it that the tests have a browser, and says which one. */
const ways = [
  { name: "Playwright's download", command: 'playwright', args: ['install', 'chromium'] },
  {
    name: 'apt-get',
    command: 'apt-get',
    args: ['install', '-y', '--no-install-recommends', 'chromium'],
    before: ['update'],
  },
];

for (const way of ways) {
  if (findChromium()) break;
  console.log(`No Chromium found; trying ${way.name} …`);
  if (way.before) spawnSync(way.command, way.before, { stdio: 'inherit' });
  spawnSync(way.command, way.args, { stdio: 'inherit' });
}

const chromium = findChromium();
if (!chromium) {
  console.error(
    'The tests need Chromium. Install it with your package manager, or set CHROMIUM_PATH to its program file.',
  );
  process.exit(1);
}
console.log(`Browser for the tests: ${chromium}`);
