import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

/**
 * What each import of the package may add to a host's page: minified and gzipped, with everything it loads at
 * once, without what it loads on first use and without the peers a host brings. In kB of 1,000 bytes.
 */
const budgets = [
  { name: 'patchbay/engine', code: "export * from './dist/engine.js'", limit: 45 },
  {
    name: 'ConnectorActionNode and NodeLibrary',
    code: "export { ConnectorActionNode, connectorNodeTypes, NodeLibrary } from './dist/index.js'",
    limit: 25,
  },
  { name: 'FlowBuilder, forms aside', code: "export { FlowBuilder } from './dist/index.js'", limit: 151 },
];
const peers = /^(react|react-dom|@xyflow\/react|zustand)(\/|$)/;

const sizes = await Promise.all(
  budgets.map(async ({ name, code, limit }) => ({ name, limit, ...(await measure(code)) })),
);
for (const { name, limit, kilobytes, largest } of sizes) {
  const verdict = kilobytes <= limit ? 'within' : 'OVER';
  console.log(`${kilobytes.toFixed(1).padStart(6)} kB  ${verdict} ${limit} kB  ${name}`);
  if (process.argv.includes('--why')) for (const line of largest) console.log(`           ${line}`);
}
if (sizes.some(({ kilobytes, limit }) => kilobytes > limit)) process.exit(1);

async function measure(code: string): Promise<{ kilobytes: number; largest: string[] }> {
  const entry = 'virtual:measured';
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [
      {
        name: 'patchbay:measured',
        enforce: 'pre',
        resolveId: (id) => (id === entry ? { id: `${process.cwd()}/measured.js` } : null),
        load(id) {
          // Vite's own around each `import()`, 1 kB: its hosts have that anyway, and others never.
          if (id.includes('vite/preload-helper')) return 'export const __vitePreload = (load) => load();';
          return id.endsWith('/measured.js') ? code : null;
        },
      },
    ],
    build: {
      write: false,
      minify: true,
      rolldownOptions: {
        input: entry,
        external: peers,
        // As in a page, whose entry shares what is loaded later: strict ones are cut in two for that.
        preserveEntrySignatures: 'allow-extension',
        output: { format: 'es' },
      },
    },
  })) as Rolldown.RolldownOutput; // one output, not watched
  const chunks = output.output.filter((file) => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const atOnce = new Set<Rolldown.OutputChunk>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || atOnce.has(chunk)) return;
    atOnce.add(chunk);
    for (const name of chunk.imports) add(byName.get(name));
  };
  add(chunks.find((chunk) => chunk.isEntry));
  const bytes = [...atOnce].reduce((sum, chunk) => sum + gzipSync(chunk.code).length, 0);
  const modules = [...atOnce].flatMap((chunk) => Object.entries(chunk.modules));
  const largest = modules
    .map(([id, module]) => ({ id: id.replace(/^.*\/dist\//, ''), bytes: module.code?.length ?? 0 }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 25)
    .map(({ id, bytes: size }) => `${String(size).padStart(7)}  ${id}`);
  return { kilobytes: bytes / 1_000, largest };
}
