import type { JsonValue } from '../engine/index.js';
import { unreachable } from '../engine/unreachable.js';
import { useShowMore } from '../ui/use-show-more.js';
import type { DefinitionChange, FieldChange } from './diff-definitions.js';
import { diffLines } from './diff-lines.js';
import { useVersionStrings } from './use-version-strings.js';
import type { VersionStrings } from './version-strings.js';

const STEP = 50;

/** What changed between two versions, a line for each change and below it the fields. */
export function VersionChanges({ changes }: { changes: readonly DefinitionChange[] }) {
  const strings = useVersionStrings();
  const { limit, more } = useShowMore(changes.length, STEP);
  if (changes.length === 0) return <p className="pb-version-note">{strings.nothingChanged}</p>;
  return (
    <>
      <ul className="pb-version-changes">
        {changes.slice(0, limit).map((change) => {
          const text = sentenceOf(change, strings);
          return (
            <li key={`${change.type} ${text}`} className="pb-version-change" data-kind={kindOf(change)}>
              <p>{text}</p>
              {'fields' in change && <Fields fields={change.fields} />}
            </li>
          );
        })}
      </ul>
      {more}
    </>
  );
}

function Fields({ fields }: { fields: readonly FieldChange[] }) {
  const { limit, more } = useShowMore(fields.length, STEP);
  return (
    <>
      <dl className="pb-version-fields">
        {fields.slice(0, limit).map((field) => (
          <div key={field.place}>
            {field.place !== '' && <dt>{field.place}</dt>}
            <dd>
              <Values {...field} />
            </dd>
          </div>
        ))}
      </dl>
      {more}
    </>
  );
}

function Values({ before, after }: FieldChange) {
  const strings = useVersionStrings();
  const old = before === undefined ? undefined : textOf(before);
  const now = after === undefined ? undefined : textOf(after);
  const lines =
    old !== undefined && now !== undefined && `${old}${now}`.includes('\n') && diffLines(old, now);
  if (lines) {
    return (
      <pre className="pb-version-lines">
        {lines.map(({ kind, text }, index) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity and never move
          if (kind === 'removed') return <del key={index}>{`- ${text}\n`}</del>;
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          if (kind === 'added') return <ins key={index}>{`+ ${text}\n`}</ins>;
          return `  ${text}\n`;
        })}
      </pre>
    );
  }
  return (
    <span className="pb-version-values">
      {old !== undefined && (
        <del>
          <span className="pb-visually-hidden">{strings.before}: </span>
          {old}
        </del>
      )}
      {now !== undefined && (
        <ins>
          <span className="pb-visually-hidden">{strings.after}: </span>
          {now}
        </ins>
      )}
    </span>
  );
}

function textOf(value: JsonValue): string {
  if (typeof value === 'string') return value === '' ? '""' : value;
  return JSON.stringify(value, null, 2);
}

function kindOf({ type }: DefinitionChange): 'added' | 'removed' | 'changed' {
  if (type.endsWith('_added')) return 'added';
  return type.endsWith('_removed') ? 'removed' : 'changed';
}

function sentenceOf(change: DefinitionChange, strings: VersionStrings): string {
  switch (change.type) {
    case 'name_changed':
      return strings.nameChanged(change.before, change.after);
    case 'step_added':
      return strings.stepAdded(change.name);
    case 'step_removed':
      return strings.stepRemoved(change.name);
    case 'step_renamed':
      return strings.stepRenamed(change.before, change.after);
    case 'step_changed':
      return strings.stepChanged(change.name);
    case 'edge_added':
      return strings.edgeAdded(change.source, change.target, change.on);
    case 'edge_removed':
      return strings.edgeRemoved(change.source, change.target, change.on);
    case 'wire_added':
      return strings.wireAdded(change.reference, change.target, change.place);
    case 'wire_removed':
      return strings.wireRemoved(change.reference, change.target, change.place);
    case 'part_changed':
      return strings.partChanged[change.part];
    case 'steps_reordered':
      return strings.stepsReordered;
    case 'layout_changed':
      return strings.layoutChanged;
    default:
      return unreachable(change);
  }
}
