import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildCommandLine, type CommandLine } from './command-line.js';
import { temporaryFolder } from './server.js';
import { startUpstream, type Upstream } from './upstream-server.js';

export interface CommandLineWorld {
  patchbay: CommandLine;
  /** Where files may be left. */
  folder: string;
  /** Answers with the path that was asked for; 404 on `/users/404`, and never on `/hang`. */
  upstream: Upstream;
  /** The settings with which steps may reach it. */
  allow: Record<string, string>;
  /** A flow file that asks it for a user. */
  flow: string;
  /** Writes a file and answers its path. */
  save(name: string, document: unknown): Promise<string>;
  close(): Promise<void>;
}

/** The released command line, a folder for its files, and something for its flows to call. */
export async function startCommandLineWorld(): Promise<CommandLineWorld> {
  const [patchbay, folder, upstream] = await Promise.all([
    buildCommandLine(),
    temporaryFolder(),
    startUpstream((request, response) => {
      if (request.url === '/hang') return;
      response.statusCode = request.url === '/users/404' ? 404 : 200;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ url: request.url }));
    }),
  ]);
  const save = async (name: string, document: unknown): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, typeof document === 'string' ? document : JSON.stringify(document));
    return path;
  };
  const flow = await save('users.flow.json', {
    name: 'Users',
    inputSchema: { type: 'object', required: ['id'], properties: { id: { type: 'integer', default: 1 } } },
    graph: {
      steps: [
        {
          id: 'user',
          type: 'http',
          name: 'Get user',
          request: { method: 'GET', url: `${upstream.url}/users/{{input.id}}` },
        },
      ],
      output: { seen: '{{user.url}}' },
    },
  });
  return {
    patchbay,
    folder: folder.path,
    upstream,
    allow: {
      PATCHBAY_ALLOW_PRIVATE_HOSTS: `127.0.0.1:${upstream.port}`,
      PATCHBAY_DATA_DIR: join(folder.path, 'never'),
    },
    flow,
    save,
    close: async () => {
      await upstream.close();
      await folder.remove();
      await patchbay.remove();
    },
  };
}
