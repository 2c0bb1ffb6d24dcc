import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { AppError, type ErrorCode } from '#shared/errors.ts';
import { seededDice } from '#test/support/dice/seeded.ts';
import { type Fate, expectAllAccounted, expectFactsOnce, expectMergedByRule, expectSameFiles, expectSameRows, expectWholeCommands, expectWholeCounts } from './checks.ts';
import { runCommand, type CommandName, type Scene } from './commands.ts';
import { watchTransactions } from './crash-points.ts';
import { askFile, deskFile } from './desk-file.ts';
import { deskParty, Unanswered, type DeskParty, type SavedDesk } from './desk-party.ts';
import { endpointParty } from './endpoint-party.ts';
import { clientsOf, regrant } from './grants.ts';
import { importFile } from './import-file.ts';
import { createLedger } from './ledger.ts';
import { createNetwork } from './network.ts';
import { quiet } from './quiet.ts';
import { seedCrypto } from './seeded-crypto.ts';
import { settle } from './settle.ts';
import type { Step } from './step.ts';
import { morning, seats, type MetTeam } from './team.ts';
import { virtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

export interface Trial {
  readonly seed: number;
  /** Which of the team's seats are taken, and how far ahead each one's clock is. */
  readonly desks: readonly { readonly seat: number; readonly ahead: number }[];
  readonly weather: Weather;
  readonly steps: readonly Step[];
}

/** What a person may be told while others work on the same things; anything else is a fault of ours. */
const expected: readonly ErrorCode[] = [
  'not_found', 'not_allowed', 'undo_blocked', 'nothing_to_undo', 'invalid_input', 'entry_locked', 'deleted', 'transition_blocked', 'no_timer', 'already_running', 'interval_invalid', 'evidence_missing', 'import_running', 'import_cancelled',
];

/** With the copies. */
const mostDesks = 6;

const isExpected = (error: unknown): boolean => error instanceof Unanswered || (error instanceof AppError && expected.includes(error.code));

/** A day of the team under this weather, to its end; throws where anything was lost, doubled or differs. Answers with what happened, for the curious. */
export const expectConvergence = async (met: MetTeam, home: string, { seed, desks: taken, weather, steps }: Trial): Promise<{ readonly rounds: number; readonly messages: number; readonly promised: number }> => {
  const root = mkdtempSync(path.join(home, 'run-'));
  const dice = seededDice(seed);
  const time = virtualTime(morning + 3_600_000);
  const unseed = seedCrypto(dice);
  const ledger = createLedger();
  const letGo = new Set<string>();
  const released = new Set<string>();
  const profiles = new Map<DeskParty, SavedDesk>();
  const fate: { -readonly [K in keyof Fate]: Fate[K] } = { letGo, released, putBack: false, regranted: false };
  const desks: DeskParty[] = [];
  const calls: Promise<unknown>[] = [];
  const faults: unknown[] = [];
  let texts = 0;
  const scene: Scene = { text: () => `texto ${(texts += 1)}`, picture: () => (texts += 1) };

  const endpoint = await endpointParty(root, met.endpoint, () => network.endpointDied());
  const network = createNetwork(dice, () => endpoint);
  const amids: { readonly desk: DeskParty; readonly command: CommandName; readonly pick: number; parts: number }[] = [];
  const unwatch = watchTransactions((file) => {
    for (const amid of amids) if (file === deskFile(amid.desk.dir())) amid.parts -= 1;
    for (const desk of desks) if (file === deskFile(desk.dir()) && desk.fuse.pass(true)) desk.crash();
  });
  const onTurn = (): void => {
    for (const desk of desks) if (desk.fuse.pass(false)) desk.crash();
    if (endpoint.fuse.pass(false)) endpoint.crash();
    for (const amid of amids.filter(({ parts, desk }) => parts <= 0 && desk.up())) {
      amids.splice(amids.indexOf(amid), 1);
      calls.push(give(amid.desk, amid.command, amid.pick).catch((error: unknown) => faults.push(error)));
    }
  };

  const hop = async (): Promise<void> => {
    const next = time.nextAt();
    // Timers that are due soon come between the messages.
    if (next !== null && next - time.now() < 1_000 && dice() < 0.3) time.fireNext();
    else if (!network.step(weather) && next !== null && next - time.now() < 10_000) time.fireNext();
    await quiet(onTurn);
  };
  const pass = async (ms: number): Promise<void> => {
    const until = time.now() + ms;
    for (let next = time.nextAt(); next !== null && next <= until; next = time.nextAt()) {
      time.fireNext();
      await quiet(onTurn);
    }
    time.pass(Math.max(0, until - time.now()));
  };
  const deskAt = (index: number): DeskParty => desks[index % desks.length] as DeskParty;
  const keepLetGo = (desk: DeskParty): void => {
    for (const { op } of askFile<{ op: string }>(deskFile(desk.dir()), "SELECT op FROM outbox WHERE state = 'refused'")) letGo.add(op);
  };

  const give = async (desk: DeskParty, command: CommandName, pick: number): Promise<void> => {
    if (command === 'retry' || command === 'letGo' || command === 'importUndo') keepLetGo(desk);
    await runCommand(command, desk, pick, scene).catch((error: unknown) => {
      if (!isExpected(error)) throw error;
    });
  };

  const putBackDesk = async (desk: DeskParty, whole: boolean): Promise<void> => {
    const kept = profiles.get(desk);
    if (kept === undefined) return;
    for (const { desk: by, op } of ledger.ops) if (by === desk.name) released.add(op);
    desk.putBack(kept, whole);
    ledger.beginAnew(desk);
    await desk.stand();
  };

  const copyDesk = async (from: DeskParty): Promise<void> => {
    const name = `${from.name}~`;
    if (desks.length >= mostDesks || desks.some((desk) => desk.name === name)) return;
    const copy = await deskParty({ root, name, from: from.keep(), network, ahead: 0, confirmed: ledger.confirm });
    ledger.beginAnew(copy);
    desks.push(copy);
  };

  const perform = async (step: Step): Promise<void> => {
    switch (step.is) {
      case 'command':
        await deskAt(step.desk).stand();
        return give(deskAt(step.desk), step.command, step.pick);
      case 'amid':
        // The moments before and after each transaction are told.
        amids.push({ desk: deskAt(step.desk), command: step.command, pick: step.pick, parts: 2 * step.parts });
        return;
      case 'crash': {
        const who = step.who % (desks.length + 1);
        if (who < desks.length) deskAt(who).fuse.light(step.points, step.commits);
        else endpoint.fuse.light(step.points, false);
        return;
      }
      case 'restart':
        return deskAt(step.desk).restart();
      case 'outage':
        return endpoint.crash();
      case 'grant':
        fate.regranted = true;
        return regrant(endpoint, step.pick);
      case 'backup':
        return endpoint.keep();
      case 'putBack':
        fate.putBack = endpoint.putBack() || fate.putBack;
        return;
      case 'keepDesk':
        return void profiles.set(deskAt(step.desk), deskAt(step.desk).keep());
      case 'putBackDesk':
        return putBackDesk(deskAt(step.desk), step.whole);
      case 'copyDesk':
        return copyDesk(deskAt(step.desk));
      case 'import':
        await deskAt(step.desk).stand();
        return importFile(deskAt(step.desk), step.pick, scene).catch((error: unknown) => {
          if (!isExpected(error)) throw error;
        });
      case 'clock': {
        const who = step.who % (desks.length + 1);
        if (who < desks.length) deskAt(who).shift(step.ms);
        else endpoint.setBack(Math.abs(step.ms) > 3_600_000 ? 0 : Math.abs(step.ms));
        return;
      }
      case 'time':
        return pass(step.ms);
      case 'now':
        // Not waited for: it ends when the network lets it.
        calls.push(deskAt(step.desk).call('sync.now', {}).catch((error: unknown) => (isExpected(error) ? undefined : faults.push(error))));
    }
  };

  try {
    for (const { seat, ahead } of taken) {
      const { name } = seats[seat] as (typeof seats)[number];
      desks.push(await deskParty({ root, name, from: met.desks[seat] ?? null, network, ahead, confirmed: ledger.confirm }));
    }
    for (const step of steps) {
      await perform(step);
      await quiet(onTurn);
      for (let hops = 0; hops < step.hops; hops += 1) await hop();
      await endpoint.stand();
    }
    amids.length = 0;
    const rounds = await settle({ endpoint, desks, network, time });
    for (const desk of desks) {
      expectSameRows(endpoint.dir(), desk, clientsOf(endpoint, desk.name));
      expect((await desk.call('sync.status', {})).state, `state of ${desk.name}`).toBe('idle');
      expect(desk.log.filter((line) => line.includes('"level":"error"')), `errors of ${desk.name}`).toEqual([]);
    }
    const dir = endpoint.dir();
    expect(endpoint.log.filter((line) => line.includes('"level":"error"')), 'errors of the endpoint').toEqual([]);
    expectSameFiles(dir, desks, fate);
    expectAllAccounted(dir, desks, ledger.ops, fate);
    expectWholeCommands(dir);
    expectFactsOnce(dir, ledger.ops);
    expectWholeCounts(dir);
    expectMergedByRule(dir, [...met.pushed, ...network.pushed], time.now());
    expect(faults, 'errors that nobody expects').toEqual([]);
    return { rounds, messages: network.steps(), promised: ledger.ops.length };
  } finally {
    await Promise.all([...desks.map((desk) => desk.end()), endpoint.end()]);
    await Promise.all(calls);
    unwatch();
    unseed();
    time.restore();
    rmSync(root, { recursive: true, force: true });
  }
};
