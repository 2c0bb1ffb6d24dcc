import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en/index.ts';
import { es } from './es/index.ts';
import { setFormatLocale } from './format.ts';

export type Locale = 'es' | 'en';

/** Loads both languages and turns to one. */
export const startWords = (locale: Locale): void => {
  void i18next.use(initReactI18next).init({
    lng: locale,
    fallbackLng: 'es',
    ns: ['words'],
    defaultNS: 'words',
    resources: { es: { words: es }, en: { words: en } },
    interpolation: { escapeValue: false },
    initAsync: false,
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
  setFormatLocale(locale);
  document.documentElement.lang = locale === 'es' ? 'es-419' : 'en';
};

export const turnTo = (locale: Locale): void => {
  setFormatLocale(locale);
  document.documentElement.lang = locale === 'es' ? 'es-419' : 'en';
  void i18next.changeLanguage(locale);
};

export const t = i18next.t.bind(i18next);
