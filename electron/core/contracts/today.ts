import { localDateOf } from '#shared/domain/calendar/zone.ts';
import { isZone } from '#shared/domain/contract/check-calendar.ts';

/** The local date in a client's zone; by UTC where the zone is not known here. */
export const today = (tz: string, nowMs: number): string => localDateOf(isZone(tz) ? tz : 'UTC', nowMs);

/** Whether a contract holds on a local date; both ends are included. */
export const holds = ({ valid_from, valid_to }: { readonly valid_from: string; readonly valid_to: string | null }, day: string): boolean => valid_from <= day && (valid_to === null || valid_to >= day);
