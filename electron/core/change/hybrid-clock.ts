import { hlcParse, hlcReceive, hlcText, hlcTick, hlcZero, type Hlc } from '#shared/sync/hlc.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { ReadDb, WriteDb } from '../db/handles.ts';

/** The desk's hybrid clock: read at the start of a transaction, kept with it, so that a crash never hands out a stamp twice. */
export interface StampSource {
  readonly next: () => string;
  readonly see: (stamp: string) => void;
  readonly keep: () => void;
}

const load = (db: ReadDb): Hlc => {
  const text = getMeta(db, 'hlc');
  return text === null ? hlcZero : hlcParse(text);
};

export const stampSource = (tx: WriteDb, node: string, nowMs: number): StampSource => {
  let hlc = load(tx);
  return {
    next: () => {
      hlc = hlcTick(hlc, nowMs);
      return hlcText(hlc, node);
    },
    see: (stamp) => {
      hlc = hlcReceive(hlc, hlcParse(stamp));
    },
    keep: () => setMeta(tx, 'hlc', hlcText(hlc, node)),
  };
};
