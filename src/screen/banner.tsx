import type { ReactNode } from 'react';

export interface BannerProps {
  title: string;
  children?: ReactNode;
  tone?: 'bad' | 'wait' | undefined;
  actions?: ReactNode;
}

/** Something that went wrong while the rest of the screen goes on; read out as it appears. */
export function Banner({ title, children, tone = 'bad', actions }: BannerProps) {
  return (
    <div className="pb-banner" data-tone={tone} role="alert">
      <p className="pb-banner-text">
        <b>{title}.</b> {children}
      </p>
      {actions && <div className="pb-banner-actions">{actions}</div>}
    </div>
  );
}
