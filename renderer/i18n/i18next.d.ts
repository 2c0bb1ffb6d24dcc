import 'i18next';
import type { es } from './es/index.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: typeof es };
    returnNull: false;
  }
}
