import type { Bridge } from '#shared/contract/shell.ts';

declare global {
  interface Window {
    readonly carril: Bridge;
  }
}
