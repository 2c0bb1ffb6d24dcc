import process from 'node:process';
import { afterAll } from 'vitest';
import { startVirtualDisplay } from '#build/virtual-display.ts';

/**
 * Before each desktop test file: a screen of its own. Two files may then run at once, and neither sees the other's windows
 * in what it captures, nor loses the focus or the clipboard to them.
 */
const screen = await startVirtualDisplay();
process.env['DISPLAY'] = screen.display;
afterAll(screen.close);
