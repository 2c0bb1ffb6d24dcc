import type { Fields } from '#shared/domain/entities/index.ts';
import type { OwnOp } from '../sync/own-ops.ts';
import { serviceOps } from './contract-ops.ts';
import { demoKey } from './keys.ts';
import { clients, type ClientCode, type DemoClient } from './team.ts';

const kinds = { client: 1, responsible: 2, asker: 3, contract: 4, calendar: 5, policy: 6 } as const;
const keyOf = (kind: keyof typeof kinds, code: ClientCode): string => demoKey(kinds[kind], clients.findIndex((client) => client.code === code) + 1);

export const clientKey = (code: ClientCode): string => keyOf('client', code);
export const contractKey = (code: ClientCode): string => keyOf('contract', code);
export const responsibleKey = (code: ClientCode): string => keyOf('responsible', code);
export const askerKey = (code: ClientCode): string => keyOf('asker', code);

const insert = (entity: OwnOp['entity'], key: string, fields: OwnOp['fields']): OwnOp => ({ kind: 'insert', entity, key, fields });

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const dayMs = 86_400_000;

const contactOp = (key: string, client: string, name: string, authorisedFrom: string | null): OwnOp =>
  insert('contact', key, {
    client,
    name,
    whatsapp: null,
    email: null,
    authorised_from: authorisedFrom,
    authorised_to: null,
    can_approve_hours: authorisedFrom !== null,
  } satisfies Fields<'contact'>);

/** The days that are holidays in all of the demo's countries, of this year and the next. */
const holidaysAround = (nowMs: number): Pick<Fields<'calendar'>, 'exceptions' | 'names'> => {
  const year = new Date(nowMs).getUTCFullYear();
  const days = [year, year + 1].flatMap((each) => [[`${each}-01-01`, 'Año Nuevo'], [`${each}-05-01`, 'Día del Trabajo'], [`${each}-12-25`, 'Navidad']] as const);
  return { exceptions: Object.fromEntries(days.map(([date]) => [date, []])), names: Object.fromEntries(days) };
};

const weekdays = (windows: readonly (readonly [string, string])[]) => ({ '1': windows, '2': windows, '3': windows, '4': windows, '5': windows });

const contractOps = (client: DemoClient, nowMs: number): readonly OwnOp[] => {
  const calendar = keyOf('calendar', client.code);
  const policy = keyOf('policy', client.code);
  const contract = contractKey(client.code);
  const hasSla = client.modality !== 'hours_bank';
  const windows = client.country === 'BO' ? ([['08:30', '12:30'], ['14:30', '18:30']] as const) : ([['09:00', '18:00']] as const);
  const calendarFields = { client: clientKey(client.code), name: 'Horario de atención', version: 1, tz: client.tz, weekly: weekdays(windows), ...holidaysAround(nowMs), previous: null } satisfies Fields<'calendar'>;
  const contractFields = {
    client: clientKey(client.code),
    modality: client.modality,
    valid_from: day(nowMs - 200 * dayMs),
    valid_to: null,
    calendar,
    sla_policy: hasSla ? policy : null,
    rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 },
    overdraft: 'warn',
    alert_pct: [75, 90],
    carry: hasSla ? { mode: 'none', cap_min: 0, months: 0 } : { mode: 'capped', cap_min: 300, months: 1 },
    terms_version: null,
  } as const satisfies Fields<'contract'>;
  const targets = {
    S1: { calendar: '24x7', response_min: 30, resolution_min: 240 },
    S2: { calendar, response_min: 120, resolution_min: 960 },
    S3: { calendar, response_min: 480, resolution_min: 2400 },
    S4: { calendar, response_min: 960, resolution_min: null },
  };
  const policyFields = { contract, version: 1, targets, warn_ratio_pct: 75, pause_reasons: ['waiting_client'] } satisfies Fields<'sla_policy'>;
  return [
    insert('calendar', calendar, calendarFields),
    insert('contract', contract, contractFields),
    ...(hasSla ? [insert('sla_policy', policy, policyFields)] : []),
    ...serviceOps({ client, clientKey: clientKey(client.code), contract, responsible: responsibleKey(client.code), index: clients.indexOf(client) + 1, nowMs }),
  ];
};

/** One client with his people and his contract. No contract texts: those are the team's own. */
export const clientOps = (client: DemoClient, nowMs: number): readonly OwnOp[] => {
  const key = clientKey(client.code);
  const [responsible, asker] = client.contacts;
  const odoo = { edition: client.edition, version: client.version, hosting: client.hosting, implemented_by: client.implementedBy, integrations: [...client.integrations] };
  return [
    insert('client', key, { name: client.name, country: client.country, tz: client.tz, odoo } satisfies Fields<'client'>),
    contactOp(responsibleKey(client.code), key, responsible, day(nowMs - 180 * dayMs)),
    contactOp(askerKey(client.code), key, asker, null),
    ...contractOps(client, nowMs),
  ];
};
