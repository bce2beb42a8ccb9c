import type { AttemptRecord } from '../engine/index.js';
import { useShowMore } from '../ui/use-show-more.js';
import { AttemptDetails } from './attempt-details.js';
import { formatDuration } from './duration.js';
import { LazyDetails } from './lazy-details.js';
import { type RunStrings, useRunStrings } from './run-strings.js';
import { useScopedLabel } from './scoped-label.js';

/** How many attempts are shown, and how many more each time. */
const AT_ONCE = 20;

/** The attempts of a step, the last one open; of many, the last ones. */
export function AttemptList({ attempts }: { attempts: readonly AttemptRecord[] }) {
  const strings = useRunStrings();
  const label = useScopedLabel(strings.attempts);
  const { limit, more } = useShowMore(attempts.length, AT_ONCE);
  const hidden = Math.max(0, attempts.length - limit);
  return (
    <section className="pb-record" aria-label={label}>
      <h3 className="pb-record-title">{strings.attempts}</h3>
      {more}
      {attempts.slice(hidden).map((attempt, index) => (
        <LazyDetails
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only ever added at the end
          key={hidden + index}
          name={strings.attempt(attempt.number)}
          summary={attemptLine(attempt, strings)}
          isOpenAtFirst={hidden + index === attempts.length - 1}
        >
          {() => <AttemptDetails attempt={attempt} />}
        </LazyDetails>
      ))}
    </section>
  );
}

/** `Attempt 2 · page 3 · 503 · 140 ms · then waited 500 ms` */
function attemptLine(attempt: AttemptRecord, strings: RunStrings): string {
  const { response, error, phase, page, reconcile } = attempt;
  const answer = response ? String(response.status) : (error?.code ?? strings.noAnswer);
  const wait = attempt.retryInMs !== undefined && strings.thenWaited(formatDuration(attempt.retryInMs));
  return [
    strings.attempt(attempt.number),
    page !== undefined && strings.page(page),
    reconcile && strings.reconcile,
    answer,
    phase !== undefined && strings.phase(phase),
    formatDuration(attempt.durationMs),
    wait,
  ]
    .filter((part) => typeof part === 'string')
    .join(' · ');
}
