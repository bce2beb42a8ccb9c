import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../src/styles/index.css';
import './app.css';
import { App } from './app.js';

/** Shows the page in the element that index.html has for it. */
export function start(): void {
  const container = document.getElementById('app');
  if (!container) throw new Error('index.html has no element with the id "app".');
  createRoot(container).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
