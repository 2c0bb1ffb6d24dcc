/** What lies in a desk's folder and is known to the engine, which writes it, and to the shell, which moves it while the engine is stopped. */
export const databaseName = 'carril.db';
export const copiesName = 'copies';

/** A whole copy of the desk's database, as it was at `at`. */
export interface DeskCopy {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly bytes: number;
}

/** `carril-2026-06-12T15-45-00-000Z.db`: sorts by time, and any file system takes it. */
export const copyNameAt = (ms: number): string => `carril-${new Date(ms).toISOString().replaceAll(/[:.]/gu, '-')}.db`;

const pattern = /^carril-(\d{4}-\d{2}-\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/u;

/** The instant in a copy's name; null: not the name of a copy. */
export const copyTime = (name: string): string | null => {
  const found = pattern.exec(name);
  return found === null ? null : `${found[1]}T${found[2]}:${found[3]}:${found[4]}.${found[5]}Z`;
};
