import { startCore } from './core.ts';

// The first thing that the page does: while its other scripts run, the engine's port is on its way.
startCore();
