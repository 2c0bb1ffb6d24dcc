import type { Fields } from '#shared/domain/entities/index.ts';
import type { OwnOp } from '../sync/own-ops.ts';
import { demoKey } from './keys.ts';
import type { DemoClient } from './team.ts';

interface Served {
  readonly client: DemoClient;
  readonly clientKey: string;
  readonly contract: string;
  readonly responsible: string;
  /** Of the client, from 1: keys are made of it. */
  readonly index: number;
  readonly nowMs: number;
}

const dayMs = 86_400_000;
const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const kinds = { lot: 7, movement: 8, plan: 9, regulatory: 10 } as const;

/** How many minutes were used each week, the oldest first. */
const weeks: readonly number[] = [120, 195, 90, 240, 150, 210, 105, 180];

/** A bank of hours: one lot that is being used up, and a younger one behind it. */
const lotOps = ({ contract, index, nowMs }: Served): readonly OwnOp[] => {
  const [first, second] = [demoKey(kinds.lot, index * 10), demoKey(kinds.lot, index * 10 + 1)];
  const lot = (key: string, minutes: number, from: number, to: number): OwnOp => ({
    kind: 'insert',
    entity: 'hours_lot',
    key,
    fields: { contract, kind: 'purchase', minutes, valid_from: day(nowMs + from * dayMs), expires_on: day(nowMs + to * dayMs), note: null } satisfies Fields<'hours_lot'>,
  });
  return [
    lot(first, 1800, -120, 45),
    lot(second, 600, -20, 160),
    ...weeks.map((minutes, week): OwnOp => ({
      kind: 'fact',
      entity: 'hours_movement',
      key: demoKey(kinds.movement, index * 100 + week),
      fields: { lot: first, kind: 'consume', minutes: minutes + index * 5, work_date: day(nowMs - (weeks.length - week) * 7 * dayMs), ref: null, note: null } satisfies Fields<'hours_movement'>,
    })),
  ];
};

/** An Odoo that somebody else built: what was found is accepted; of the second client the plan too. */
const planOps = ({ client, contract, responsible, index, nowMs }: Served): readonly OwnOp[] => {
  const at = (days: number): string => new Date(nowMs - days * dayMs).toISOString();
  const planned = client.code === 'tilo';
  const fields = {
    contract,
    phase: planned ? 'improvement' : 'stabilisation',
    diagnosis_accepted_at: at(150),
    plan_accepted_at: planned ? at(110) : null,
    diagnosis: null,
    plan: null,
    diagnosis_accepted_by: responsible,
    plan_accepted_by: planned ? responsible : null,
  } as const satisfies Fields<'third_party_plan'>;
  return [{ kind: 'insert', entity: 'third_party_plan', key: demoKey(kinds.plan, index), fields }];
};

const regulatoryOps = ({ client, clientKey, index, nowMs }: Served): readonly OwnOp[] => {
  const items = client.code === 'nogal' ? ([['Declaración mensual de impuestos', 9], ['Cierre del ejercicio fiscal', 40]] as const) : client.code === 'sauce' ? ([['Libros electrónicos del mes', 12]] as const) : [];
  return items.map(([title, days], n): OwnOp => ({
    kind: 'insert',
    entity: 'regulatory_item',
    key: demoKey(kinds.regulatory, index * 10 + n),
    fields: { client: clientKey, country: client.country, title, due: day(nowMs + days * dayMs), ticket: null } satisfies Fields<'regulatory_item'>,
  }));
};

/** What goes with a client's contract: hours, plan, and what the law asks for. */
export const serviceOps = (served: Served): readonly OwnOp[] => [
  ...(served.client.modality === 'hours_bank' ? lotOps(served) : []),
  ...(served.client.modality === 'third_party_odoo' ? planOps(served) : []),
  ...regulatoryOps(served),
];
