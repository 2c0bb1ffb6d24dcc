import { lanes } from '#shared/domain/enums.ts';
import { ranksBetween, severityOf } from '#shared/domain/lane.ts';
import { write } from '#core/db/handles.ts';
import { acme, ana, type Desk } from './open-desk.ts';

export const beta = '0190a000-0000-7000-8000-0000000000c2';

/** The n-th of many ids, in order. */
export const manyId = (n: number): string => `0190b000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/**
 * Lays `count` open tickets beneath the desk: the lanes in turn, every third of Beta, every tenth Ana's, numbered from 1,
 * in each lane in the order of their ids. Also one closed and one hidden ticket per thousand, which no board shows.
 */
export const layTickets = (desk: Desk, count: number): void => {
  const ranks = ranksBetween(null, null, count);
  const { raw } = desk.spine.db;
  write(desk.spine.db, () => {
    raw.prepare("INSERT INTO client (id, name, tz) VALUES (?, 'Beta', 'America/Lima')").run(beta);
    const ticket = raw.prepare(
      `INSERT INTO ticket (id, number, provisional_code, client, channel, title, description, attention_mode, severity, rank, state, received_at, registered_at, cycle, consultant, hidden)
       VALUES (?, ?, ?, ?, 'email', ?, ?, 'remote', ?, ?, ?, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1, ?, ?)`,
    );
    const text = raw.prepare('INSERT INTO ticket_text (rowid, title, description, code) VALUES (?, ?, ?, ?)');
    const lay = (n: number, number: number | null, state: string, hidden: number): void => {
      const code = `P-${String(n).padStart(5, '2')}`;
      const title = n % 1000 === 7 ? 'Facturación electrónica caída' : `Incidencia ${n % 97}`;
      const { lastInsertRowid } = ticket.run(manyId(n), number, code, n % 3 === 0 ? beta : acme, title, 'texto', severityOf(lanes[n % 5] ?? 'untriaged'), ranks[n % count], state, n % 10 === 0 ? ana.id : null, hidden);
      text.run(lastInsertRowid, title, 'texto', `${number ?? ''} ${code}`);
    };
    for (let n = 0; n < count; n += 1) lay(n, n + 1, 'assigned', 0);
    for (let n = 0; n < count / 1000; n += 1) {
      lay(count + 2 * n, null, 'closed', 0);
      lay(count + 2 * n + 1, null, 'registered', 1);
    }
  });
};
