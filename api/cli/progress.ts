import { styleText } from 'node:util';
import type { Graph, RunEvent } from '#engine';

type Colour = Parameters<typeof styleText>[0];

/** Tells on the standard error how a run goes, a line for each thing that ended. Colours only where they are wanted. */
export function createProgress(graph: Graph): (event: RunEvent) => void {
  const nameOf = (path: string): string => {
    const [first = '', ...inner] = path.split('/');
    const name = graph.steps.find(({ id }) => id === first)?.name ?? first;
    return [name, ...inner].join(' › ');
  };
  return (event) => {
    switch (event.type) {
      case 'step_succeeded':
        return tell('green', '✓', `${nameOf(event.step)}  ${ms(event.durationMs)}`);
      case 'step_attempted':
        if (event.attempt.retryInMs === undefined) return;
        return tell(
          'yellow',
          '↻',
          `${nameOf(event.step)}  ${event.attempt.error?.message ?? ''} Again in ${ms(event.attempt.retryInMs)}.`,
        );
      case 'step_failed':
        return tell('red', '✗', `${nameOf(event.step)}  ${event.error.message}`);
      case 'step_skipped':
        return tell('dim', '-', `${nameOf(event.step)}  skipped: ${event.reason}`);
      case 'step_cancelled':
        return tell('dim', '-', `${nameOf(event.step)}  cancelled`);
      case 'run_succeeded':
        return tell('green', '✓', `Succeeded in ${ms(event.durationMs)}`);
      case 'run_failed':
        return tell('red', '✗', `Failed after ${ms(event.durationMs)}`);
      case 'run_cancelled':
        return tell('red', '✗', `Cancelled after ${ms(event.durationMs)}`);
      default:
        return;
    }
  };
}

function tell(colour: Colour, sign: string, text: string): void {
  const stream = process.stderr;
  const isPlain = !stream.isTTY || Boolean(process.env.NO_COLOR);
  // Names come from files and messages from servers: neither may steer the terminal or write a line of its own.
  const shown = text.replace(/\p{Control}/gu, ' ');
  stream.write(`${isPlain ? sign : styleText(colour, sign, { validateStream: false })} ${shown}\n`);
}

function ms(duration: number): string {
  return duration < 1_000 ? `${Math.round(duration)} ms` : `${(duration / 1_000).toFixed(1)} s`;
}
