import { usePreferences } from '../../stores/preferences.ts';

/** Where the team's clients are, the nearest first. */
export const countries = ['BO', 'PE', 'CL', 'AR', 'CO', 'EC', 'PY', 'UY', 'MX', 'ES'] as const;

/** The country's name in the language of the window; a code that is none is shown as it is. */
export const countryName = (code: string | null): string => {
  if (code === null) return '';
  return new Intl.DisplayNames([usePreferences.getState().locale === 'es' ? 'es-419' : 'en-GB'], { type: 'region', fallback: 'code' }).of(code) ?? code;
};
