import { type RefObject, useLayoutEffect, useRef } from 'react';
import { DataChip } from '../ui/data-chip.js';
import type { DataType } from '../ui/data-type.js';
import { useUiStrings } from '../ui/ui-strings.js';
import { useFormContext } from './form-context.js';
import { useFormStrings } from './form-strings.js';
import type { ReferenceMatch } from './match-reference-fields.js';
import { previewOf } from './preview.js';

export interface ReferenceListProps {
  id: string;
  anchor: RefObject<HTMLElement | null>;
  matches: readonly ReferenceMatch[];
  wanted: DataType;
  active: number;
  onActivate(index: number): void;
  onPick(match: ReferenceMatch): void;
}

const GAP = 5;
const HEIGHT = 280;

/** What can be referred to, by source. It stands in the top layer, so nothing around the form cuts it off. */
export function ReferenceList(props: ReferenceListProps) {
  const { id, anchor, matches, active, onActivate, onPick } = props;
  const { fields } = useFormContext();
  const strings = useFormStrings();
  const popup = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = popup.current;
    if (!element) return;
    element.showPopover();
    const place = () => anchor.current && placeUnder(element, anchor.current);
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  }, [anchor]);

  useLayoutEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  const sources = [...new Set(matches.map((match) => match.source))];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus in the input while the list is used
    <div
      ref={popup}
      className="pb-reference-list"
      popover="manual"
      onMouseDown={(event) => event.preventDefault()}
    >
      <div id={id} role="listbox" tabIndex={-1} aria-label={strings.foundFields(matches.length)}>
        {sources.map((source) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={source} role="group" aria-label={source}>
            <div className="pb-menu-label" aria-hidden="true">
              {source}
            </div>
            {matches.map((match, index) =>
              match.source === source ? (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input that owns the list handles the keys
                <div
                  key={match.expression}
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  className="pb-reference-option"
                  data-active={index === active || undefined}
                  data-fits={match.fits}
                  onMouseMove={() => index !== active && onActivate(index)}
                  onClick={() => onPick(match)}
                >
                  <OptionContent match={match} wanted={props.wanted} />
                </div>
              ) : null,
            )}
          </div>
        ))}
      </div>
      {matches.length === 0 && (
        <p className="pb-reference-empty" role="status">
          {fields.length === 0 ? strings.nothingToReferTo : strings.nothingFound}
        </p>
      )}
    </div>
  );
}

function OptionContent({ match, wanted }: { match: ReferenceMatch; wanted: DataType }) {
  const ui = useUiStrings();
  const strings = useFormStrings();
  const preview = match.sample === undefined ? ui.dataType[match.type] : previewOf(match.sample, ui);
  return (
    <>
      <DataChip
        type={match.fits ? match.type : 'any'}
        field={match.field || strings.wholeOf}
        expression={`{{${match.expression}}}`}
      />
      <span className="pb-reference-preview">
        {match.fits ? preview : strings.notWhat(strings.aType[match.type], strings.aType[wanted])}
      </span>
    </>
  );
}

function placeUnder(popup: HTMLElement, anchor: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const below = innerHeight - box.bottom - GAP - 8;
  const above = box.top - GAP - 8;
  const isBelow = below >= Math.min(popup.scrollHeight, HEIGHT) || below >= above;
  const width = Math.max(box.width, 240);
  popup.style.left = `${Math.max(8, Math.min(box.left, innerWidth - width - 8))}px`;
  popup.style.width = `${width}px`;
  popup.style.maxHeight = `${Math.max(80, Math.min(HEIGHT, isBelow ? below : above))}px`;
  popup.style.top = isBelow ? `${box.bottom + GAP}px` : 'auto';
  popup.style.bottom = isBelow ? 'auto' : `${innerHeight - box.top + GAP}px`;
}
