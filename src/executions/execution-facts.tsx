import type { Execution } from '../client/index.js';
import type { AttemptRecord, RunState } from '../engine/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { formatDuration, formatElapsed } from '../runs/duration.js';
import { goesOn } from '../runs/goes-on.js';
import { parentOf } from '../runs/step-path.js';
import { useNow } from '../runs/use-now.js';
import { When } from '../screen/when.js';

export interface ExecutionFactsProps {
  execution: Execution;
  run: RunState;
  executionHref: ((id: string) => string) | undefined;
}

/** The facts of a run in a row: time, trigger, version, steps, retries, and which run it repeats. */
export function ExecutionFacts({ execution, run, executionHref }: ExecutionFactsProps) {
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
  const { replay } = execution;
  const facts = [
    { name: strings.duration.toLowerCase(), value: duration },
    { name: strings.started.toLowerCase(), value: strings.trigger(execution.trigger) },
    { name: strings.version, value: `v${execution.version}` },
    { name: strings.stepsDone, value: `${done} / ${steps.length}` },
    { name: strings.retries, value: String(retries) },
    { name: strings.when, value: <When at={execution.startedAt ?? execution.createdAt} /> },
    ...(replay
      ? [
          {
            name: strings.repeats(replay.kind),
            value: <Repeated id={replay.of} executionHref={executionHref} />,
          },
        ]
      : []),
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

function Repeated({ id, executionHref }: { id: string | null } & Pick<ExecutionFactsProps, 'executionHref'>) {
  const { strings } = usePatchbay();
  if (id === null) return strings.deletedRun;
  if (!executionHref) return strings.earlierRun;
  return (
    <a className="pb-plain-link" href={executionHref(id)}>
      {strings.earlierRun}
    </a>
  );
}

/** Another attempt follows on its failure. */
function isRetried({ error, retryInMs }: AttemptRecord): boolean {
  return error !== undefined && retryInMs !== undefined;
}
