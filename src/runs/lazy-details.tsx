import { type ReactNode, useState } from 'react';
import { LabelScope } from './scoped-label.js';

export interface LazyDetailsProps {
  /** What unfolds, in a few words. */
  name: string;
  summary: ReactNode;
  isOpenAtFirst?: boolean | undefined;
  /** Called when it is opened for the first time: bodies are large, and there may be thousands. */
  children(): ReactNode;
}

/** Something that unfolds, and is made when it does. */
export function LazyDetails({ name, summary, isOpenAtFirst = false, children }: LazyDetailsProps) {
  const [wasOpened, setOpened] = useState(isOpenAtFirst);
  return (
    <details
      className="pb-attempt"
      open={isOpenAtFirst}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className="pb-attempt-summary">{summary}</summary>
      {wasOpened && (
        <div className="pb-attempt-body">
          <LabelScope name={name}>{children()}</LabelScope>
        </div>
      )}
    </details>
  );
}
