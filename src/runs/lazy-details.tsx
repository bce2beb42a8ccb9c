import { type ReactNode, useState } from 'react';

export interface LazyDetailsProps {
  summary: ReactNode;
  isOpenAtFirst?: boolean | undefined;
  /** Called when it is opened for the first time: bodies are large, and there may be thousands. */
  children(): ReactNode;
}

/** Something that unfolds, and is made when it does. */
export function LazyDetails({ summary, isOpenAtFirst = false, children }: LazyDetailsProps) {
  const [wasOpened, setOpened] = useState(isOpenAtFirst);
  return (
    <details
      className="pb-attempt"
      open={isOpenAtFirst}
      onToggle={(event) => event.currentTarget.open && setOpened(true)}
    >
      <summary className="pb-attempt-summary">{summary}</summary>
      {wasOpened && <div className="pb-attempt-body">{children()}</div>}
    </details>
  );
}
