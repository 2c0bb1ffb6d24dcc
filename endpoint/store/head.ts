import type { Sqlite } from './open.ts';

export interface Counters {
  seq: number;
  nextTicket: number;
}

export const prepareHead = (db: Sqlite) => {
  const read = db.prepare<[], Counters>('SELECT seq, next_ticket AS nextTicket FROM head WHERE id = 1');
  const write = db.prepare<Counters>('UPDATE head SET seq = @seq, next_ticket = @nextTicket WHERE id = 1');
  const get = (): Counters => {
    const row = read.get();
    if (!row) throw new Error('the counter row is missing');
    return row;
  };
  return {
    read: get,
    /**
     * Runs `work` in one immediate transaction with the counters, and writes them back last: so two writers never
     * give the same seq, and commit order is seq order.
     */
    write: <T>(work: (counters: Counters) => T): T =>
      db
        .transaction(() => {
          const counters = { ...get() };
          const result = work(counters);
          write.run(counters);
          return result;
        })
        .immediate(),
  } as const;
};

export type Head = ReturnType<typeof prepareHead>;
