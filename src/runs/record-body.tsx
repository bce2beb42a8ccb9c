import type { JsonValue } from '../engine/index.js';
import { CodeBlock } from '../ui/code-block.js';
import { JsonView } from '../ui/json-view.js';
import { useRunStrings } from './run-strings.js';

/** A recorded body: JSON as a tree, text as it came. */
export function RecordBody({ label, value }: { label: string; value: JsonValue }) {
  const strings = useRunStrings();
  if (typeof value !== 'string') return <JsonView value={value} label={label} />;
  if (value === '') return <p className="pb-run-hint">{strings.bodyEmpty}</p>;
  return <CodeBlock label={label}>{value}</CodeBlock>;
}

/** Headers, folded away until they are asked for. */
export function RecordHeaders({ headers }: { headers: Readonly<Record<string, string>> }) {
  const strings = useRunStrings();
  const entries = Object.entries(headers);
  if (entries.length === 0) return null;
  return (
    <details className="pb-record-headers">
      <summary className="pb-record-summary">{strings.headers(entries.length)}</summary>
      <dl className="pb-record-list pb-mono">
        {entries.map(([name, value]) => (
          <div className="pb-record-row" key={name}>
            <dt className="pb-record-name">{name}</dt>
            <dd className="pb-record-value">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
