import { usePreferences } from '../../stores/preferences.ts';

const tag = (): string => (usePreferences.getState().locale === 'es' ? 'es-419' : 'en-GB');

/** `lun` of an ISO day of the week, 1 Monday to 7 Sunday. */
export const weekdayName = (day: number): string => new Intl.DateTimeFormat(tag(), { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 0, 4 + day)));

/** `enero` of a month from 0. */
export const monthName = (month: number): string => new Intl.DateTimeFormat(tag(), { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, month, 1)));
