/** The product's sign and name. */
export function AppSign() {
  return (
    <>
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
        <circle cx="5" cy="7" r="2.5" />
        <circle cx="19" cy="17" r="2.5" />
        <path d="M7.5 7C15 7 9 17 16.5 17" strokeLinecap="round" />
      </svg>
      <span className="app-brand-name">Patchbay</span>
    </>
  );
}
