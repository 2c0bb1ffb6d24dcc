import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { setMeta } from '#core/db/meta.ts';
import { databaseFile } from '#core/db/open.ts';
import { sweepEvidence } from '#core/evidence/sweep.ts';
import { guardHandlers } from '#core/guard-handlers.ts';
import { jsonLog } from '#core/log.ts';
import { openSpine } from '#core/open-spine.ts';
import { createLocalParts, type LocalMethod } from '#core/parts.ts';
import { coreContract, type CoreContract } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import type { Contract, InputOf, ResultOf } from '#shared/contract/method.ts';
import type { UserRole } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import type { Spine } from '#core/spine.ts';

/** A person of the tests. */
export const ana = { id: '0190a000-0000-7000-8000-000000000001', name: 'Ana Quispe', email: 'ana@example.com', role: 'consultant' } as const;
export const luis = { id: '0190a000-0000-7000-8000-000000000002', name: 'Luis Rojas', email: 'luis@example.com', role: 'lead' } as const;
export const acme = '0190a000-0000-7000-8000-0000000000c1';

export interface BareDeskOptions {
  readonly dir: string;
  readonly clock: { readonly now: () => number };
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: UserRole } | null;
}

export interface BareDesk {
  readonly spine: Spine;
  readonly topics: Set<Topic>;
  readonly logged: readonly string[];
  /** Calls a method as a window would: the input is parsed, failures are AppErrors. */
  readonly call: <K extends LocalMethod>(name: K, input: InputOf<CoreContract[K]>) => Promise<ResultOf<CoreContract[K]>>;
}

/** The local parts on a real folder, for tests and for the processes that tests start and kill. */
export const bareDesk = ({ dir, clock, user }: BareDeskOptions): BareDesk => {
  const topics = new Set<Topic>();
  const logged: string[] = [];
  const spine = openSpine({
    dir,
    sqliteBinding: null,
    clock,
    log: jsonLog((line) => logged.push(line), clock.now),
    announce: (told) => {
      for (const topic of told) topics.add(topic);
    },
    wakeSync: () => undefined,
  });
  write(spine.db, (tx) => {
    setMeta(tx, 'user', user === null ? null : JSON.stringify(user));
    // As if a first sync had brought the team and one client.
    for (const { id, ...known } of [ana, luis]) putRow(tx, 'user', id, { ...known, profile: 'functional', clients: null }, {});
    putRow(tx, 'client', acme, { name: 'Acme', country: 'PE', tz: 'America/Lima', odoo: null }, {});
  });
  sweepEvidence(spine);
  const handlers = guardHandlers(createLocalParts(spine), databaseFile(dir));
  return {
    spine,
    topics,
    logged,
    call: async (name, input) => {
      const parsed = (coreContract as Contract)[name]?.input.safeParse(input);
      if (parsed?.success !== true) throw new AppError('invalid_input', { name });
      return (handlers[name] as (given: unknown) => never)(parsed.data);
    },
  };
};
