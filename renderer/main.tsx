import './engine/start.ts';
import './theme/fonts.css';
import './theme/tokens.css';
import './theme/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App, begin } from './app.tsx';
import { readyToPaint } from './first-paint.ts';
import { startPreferences, tellPreferences } from './stores/preferences.ts';

/** How long the window may stay empty before it says that it is opening. */
const patienceMs = 200;

startPreferences();
begin();
const root = document.getElementById('root');
if (root === null) throw new Error('no #root in the page');
await readyToPaint(patienceMs);
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
requestAnimationFrame(() => setTimeout(tellPreferences));
