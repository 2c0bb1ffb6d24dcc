import type { Fields } from '#shared/domain/entities/index.ts';
import type { OwnOp } from '../sync/own-ops.ts';
import type { PersonCode } from './team.ts';
import type { SeedEnvironment } from './ticket-ops.ts';

const tz = 'America/La_Paz';
/** La Paz keeps UTC−4 all year. */
const offsetMs = -4 * 3_600_000;
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** From, to (minutes of the local day), ticket, note. */
type Slot = readonly [from: number, to: number, ticket: number, note: string];

const mornings: Readonly<Record<PersonCode, readonly (readonly Slot[])[]>> = {
  MJ: [
    [[8 * 60 + 35, 9 * 60 + 50, 2501, 'Reproduje el error con dos lotes por producto'], [10 * 60 + 5, 12 * 60 + 10, 2533, 'Comparación del libro de compras con la cuenta de crédito fiscal'], [14 * 60 + 40, 16 * 60, 2487, 'Reglas de aprobación por monto']],
    [[8 * 60 + 40, 10 * 60 + 20, 2501, 'Corrección del recorrido de líneas y prueba'], [10 * 60 + 30, 11 * 60 + 15, 2555, 'Revisión de listas publicadas'], [14 * 60 + 35, 17 * 60 + 25, 2487, 'Segundo nivel de aprobación']],
    [[9 * 60, 10 * 60 + 45, 2474, 'Reunión de levantamiento de rutas'], [11 * 60, 12 * 60 + 20, 2530, 'Consulta del reporte de antigüedad'], [15 * 60, 16 * 60 + 40, 2533, 'Facturas con fecha de registro distinta']],
  ],
  LP: [[[8 * 60 + 45, 10 * 60 + 30, 2548, 'Regla de conciliación en dólares'], [14 * 60 + 45, 16 * 60 + 15, 2538, 'Ajuste del formato de etiqueta']], [[9 * 60 + 10, 11 * 60, 2466, 'Escalas de precio por caja']]],
  RC: [[[9 * 60, 11 * 60 + 20, 2540, 'Cruce por documento en la integración'], [15 * 60 + 5, 16 * 60 + 35, 2566, 'Cola de correo y caso con el proveedor']], [[8 * 60 + 50, 10 * 60 + 10, 2516, 'Copia de fechas al duplicar']]],
  AV: [[[9 * 60 + 15, 10 * 60 + 40, 2519, 'Regla salarial del bono'], [16 * 60, 17 * 60 + 10, 2527, 'Guía para anular la nota de crédito']], [[10 * 60, 11 * 60 + 30, 2512, 'Capacitación a caja']]],
};

const isWeekend = (localMidnight: number): boolean => [0, 6].includes(new Date(localMidnight).getUTCDay());

/** The last working days up to now, newest first, as the instant of their local midnight. */
const workingDays = (nowMs: number, count: number): readonly number[] => {
  const days: number[] = [];
  let local = Math.floor((nowMs + offsetMs) / dayMs) * dayMs;
  while (days.length < count) {
    if (!isWeekend(local)) days.push(local - offsetMs);
    local -= dayMs;
  }
  return days;
};

/** Time entries of the last working days, none of them in the future. */
export const timeOps = (environment: SeedEnvironment, ticketOf: (number: number) => string): readonly OwnOp[] => {
  const { nowMs, newId, userOf } = environment;
  const days = workingDays(nowMs, 4);
  const codes = Object.keys(mornings) as readonly PersonCode[];
  return codes.flatMap((code) =>
    days.flatMap((midnight, index) => {
      const plans = mornings[code];
      const slots = plans[index % plans.length] ?? [];
      return slots
        .filter(([, to]) => midnight + to * minuteMs < nowMs)
        .map(([from, to, ticket, note]): OwnOp => {
          const start = midnight + from * minuteMs;
          const fields = {
            user: userOf(code),
            ticket: ticketOf(ticket),
            task: null,
            start: new Date(start).toISOString(),
            end: new Date(midnight + to * minuteMs).toISOString(),
            tz,
            activity: null,
            billable: true,
            note,
            status: index > 1 ? 'submitted' : 'draft',
            source: 'timer',
            idle_resolution: null,
          } as const satisfies Fields<'time_entry'>;
          return { kind: 'insert', entity: 'time_entry', key: newId(start), fields };
        });
    }),
  );
};
