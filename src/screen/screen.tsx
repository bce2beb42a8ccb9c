import type { ReactNode } from 'react';

export interface ScreenProps {
  title: ReactNode;
  /** One line below the title. */
  lead?: ReactNode;
  /** Where this screen is, above the title. */
  crumbs?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame that all screens but the editor share. It scrolls by itself, as high as its parent. */
export function Screen({ title, lead, crumbs, actions, children }: ScreenProps) {
  return (
    <div className="pb-screen">
      <header className="pb-screen-head">
        <div className="pb-screen-heading">
          {crumbs && <div className="pb-crumbs">{crumbs}</div>}
          <h1 className="pb-screen-title">{title}</h1>
          {lead && <p className="pb-screen-lead">{lead}</p>}
        </div>
        {actions && <div className="pb-screen-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}
