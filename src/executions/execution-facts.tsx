import type { Execution } from '../client/index.js';
import type { AttemptRecord, RunState } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { formatDuration, formatElapsed } from '../runs/duration.js';
import { goesOn } from '../runs/goes-on.js';
import { parentOf } from '../runs/step-path.js';
import { useNow } from '../runs/use-now.js';
import { When } from '../screen/when.js';

/** The facts of a run in a row: time, trigger, version, steps, retries. */
export function ExecutionFacts({ execution, run }: { execution: Execution; run: RunState }) {
  const { strings } = usePatchbay();
  const now = useNow(goesOn(run.status), run.status === 'waiting' ? 1_000 : undefined);
  const steps = Object.values(run.steps).filter((step) => parentOf(step.path) === undefined);
  const done = steps.filter((step) => step.status === 'succeeded').length;
  const retries = Object.values(run.steps).reduce(
    (sum, { attempts }) => sum + attempts.filter(isRetried).length,
    0,
  );
  const duration =
    run.durationMs !== undefined
      ? formatDuration(run.durationMs)
      : goesOn(run.status) && run.startedAt !== undefined
        ? formatElapsed(now - run.startedAt)
        : '–';
  const facts = [
    { name: strings.duration.toLowerCase(), value: duration },
    { name: strings.started.toLowerCase(), value: strings.trigger(execution.trigger) },
    { name: strings.version, value: `v${execution.version}` },
    { name: strings.stepsDone, value: `${done} / ${steps.length}` },
    { name: strings.retries, value: String(retries) },
    { name: strings.when, value: <When at={execution.startedAt ?? execution.createdAt} /> },
  ];
  return (
    <dl className="pb-facts">
      {facts.map(({ name, value }) => (
        <div className="pb-fact" key={name}>
          <dt className="pb-fact-name">{name}</dt>
          <dd className="pb-fact-value pb-number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Another attempt follows on its failure. */
function isRetried({ error, retryInMs }: AttemptRecord): boolean {
  return error !== undefined && retryInMs !== undefined;
}
