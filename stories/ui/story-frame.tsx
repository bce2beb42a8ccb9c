import type { ReactNode } from 'react';

/** Room around what a story shows, on the surface it's made for. */
export function StoryFrame({ children, width = 420 }: { children: ReactNode; width?: number | string }) {
  return (
    <div style={{ padding: 24 }}>
      <div
        style={{
          display: 'grid',
          gap: 16,
          width,
          maxWidth: '100%',
          padding: 16,
          borderRadius: 12,
          border: '1px solid var(--pb-line)',
          background: 'var(--pb-panel)',
        }}
      >
        {children}
      </div>
    </div>
  );
}

export function StoryRow({ children }: { children: ReactNode }) {
  return <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>{children}</div>;
}
