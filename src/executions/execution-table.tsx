import type { ExecutionSummary } from '../client/index.js';
import { usePatchbay } from '../provider/use-patchbay.js';
import { formatDuration, formatElapsed } from '../runs/duration.js';
import { useNow } from '../runs/use-now.js';
import { When } from '../screen/when.js';
import { StatusPill } from '../ui/status-pill.js';
import { isFinal } from './run-state.js';

export interface ExecutionTableProps {
  items: readonly ExecutionSummary[];
  executionHref: ((id: string) => string) | undefined;
  flowHref: ((id: string) => string) | undefined;
}

export function ExecutionTable({ items, executionHref, flowHref }: ExecutionTableProps) {
  const { strings } = usePatchbay();
  return (
    <div className="pb-card pb-table-card">
      <table className="pb-table">
        <thead>
          <tr>
            <th scope="col">{strings.run}</th>
            <th scope="col">{strings.status}</th>
            <th scope="col">{strings.flow}</th>
            <th scope="col">{strings.started}</th>
            <th scope="col" className="pb-table-end">
              {strings.duration}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ExecutionRow
              item={item}
              href={executionHref?.(item.id)}
              flowHref={item.flowId === null ? undefined : flowHref?.(item.flowId)}
              key={item.id}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface ExecutionRowProps {
  item: ExecutionSummary;
  href: string | undefined;
  flowHref: string | undefined;
}

function ExecutionRow({ item, href, flowHref }: ExecutionRowProps) {
  const { strings } = usePatchbay();
  const number = strings.runNumber(item.number);
  return (
    <tr>
      <td className="pb-number">
        {href === undefined ? (
          number
        ) : (
          <a className="pb-table-link" href={href}>
            {number}
          </a>
        )}
      </td>
      <td>
        <StatusPill status={item.status} />
        {item.error && (
          <span className="pb-table-error" title={item.error.message}>
            {item.error.message}
          </span>
        )}
      </td>
      <td>
        {flowHref === undefined ? (
          item.name
        ) : (
          <a className="pb-plain-link" href={flowHref}>
            {item.name}
          </a>
        )}{' '}
        <span className="pb-run-muted">v{item.version}</span>
      </td>
      <td>
        <When at={item.startedAt ?? item.createdAt} />
      </td>
      <td className="pb-table-end pb-number">
        <Duration item={item} />
      </td>
    </tr>
  );
}

function Duration({ item }: { item: ExecutionSummary }) {
  const isLive = !isFinal(item.status) && item.startedAt !== null;
  const now = useNow(isLive, item.status === 'waiting' ? 1_000 : undefined);
  if (item.durationMs !== null) return formatDuration(item.durationMs);
  if (isLive && item.startedAt !== null) return formatElapsed(now - Date.parse(item.startedAt));
  return '–';
}
