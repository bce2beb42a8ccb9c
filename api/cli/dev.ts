import { resolve } from 'node:path';
import type { Config } from '../config.js';
import type { RequestLogEntry } from '../middleware/request-log.js';
import { PortInUseError } from '../node/listen.js';
import { type RunningServer, startServer } from '../node/start-server.js';

const loopbackHosts = ['127.0.0.1', '::1', 'localhost'];

/** Starts the embedded server and keeps it until SIGINT or SIGTERM. A second signal ends the process at once. */
export async function dev(config: Config): Promise<number> {
  const server = await start(config);
  console.log(greeting(server, config));
  await new Promise<void>((stop) => {
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
  console.log('Stopping…');
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  await server.close();
  return 0;
}

async function start(config: Config): Promise<RunningServer> {
  try {
    return await startServer(config, { log: writeLog, onError: (error) => console.error(error) });
  } catch (error) {
    if (!(error instanceof PortInUseError)) throw error;
    throw new Error(`${error.message} Stop it, or choose another: PORT=${config.port + 90} npm start`, {
      cause: error,
    });
  }
}

function greeting(server: RunningServer, config: Config): string {
  const lines = [
    '',
    `  Patchbay runs at ${server.url}`,
    '',
    `  Data      ${config.databaseUrl ? 'PostgreSQL of DATABASE_URL' : resolve(config.dataDir)}`,
    `  API       ${server.url}/api/v1/docs`,
    config.supabase ? `  Sign-in   ${config.supabase.url}` : `  Demo API  ${demoLine(server, config)}`,
    '',
    `  ${server.isNew ? 'Try first: open the page, choose the flow "Order to shipment", press Run and watch the data move.' : 'Everything is as you left it.'}`,
    '  Stop with Ctrl+C.',
    '',
  ];
  if (!config.supabase && !loopbackHosts.includes(config.host)) {
    lines.push(
      `  HOST is ${config.host}: others can reach this port, but only this machine can sign in.`,
      '',
    );
  }
  return lines.join('\n');
}

function demoLine(server: RunningServer, { demoPort }: Config): string {
  switch (server.demo.state) {
    case 'started':
      return server.demo.url;
    case 'shared':
      return `${server.demo.url} (another Patchbay's)`;
    case 'off':
      return 'none';
    case 'port_taken':
      return `none: port ${demoPort} is taken by another program. Flows that call it will fail; set PATCHBAY_DEMO_PORT to a free one.`;
  }
}

/** JSON lines on the standard error; on a terminal only failures, which somebody sits in front of. */
function writeLog(entry: RequestLogEntry): void {
  if (process.stderr.isTTY && entry.level === 'info') return;
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...entry })}\n`);
}
