import type { Page } from 'playwright-core';
import type { Lane } from '#shared/domain/enums.ts';
import { callCore, CallFailed } from '#test/support/electron/page-core.ts';

/** What the engine has confirmed, kept outside of it. */
export interface Ledger {
  readonly tickets: string[];
  readonly messages: string[];
  readonly notes: string[];
  readonly pictures: string[];
  /** Ticket's title → the lanes in which it may be: the last confirmed one and the one that was under way. */
  readonly lanes: Map<string, readonly Lane[]>;
}

export const newLedger = (): Ledger => ({ tickets: [], messages: [], notes: [], pictures: [], lanes: new Map() });

const lanes = ['S1', 'S2', 'S3', 'S4'] as const;

/** A real 2×2 PNG, made different by its captured colour so that each has its own hash. */
const picture = async (page: Page, colour: string): Promise<number[]> =>
  page.evaluate(async (fill) => {
    const canvas = new OffscreenCanvas(2, 2);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = fill;
    context.fillRect(0, 0, 2, 2);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())];
  }, colour);

const stage = (page: Page, png: readonly number[], ticket: string): Promise<{ id: string }> =>
  page.evaluate(
    async ([bytes, to]) => {
      const host = window as unknown as { carrilTestCore: { call: (name: string, input: unknown) => Promise<{ ok: boolean; value: { id: string }; error: { code: string } }> } };
      const answer = await host.carrilTestCore.call('evidence.stage', { png: new Uint8Array(bytes), ticket: to, captured_at: new Date().toISOString() });
      if (!answer.ok) throw new Error(answer.error.code);
      return answer.value;
    },
    [png, ticket] as const,
  );

/**
 * A consultant's day, over and over, until it is stopped or the engine is gone: create, classify, write, time, attach.
 * Each step goes into the ledger only after its answer.
 */
export const workDay = (page: Page, ledger: Ledger, client: string, round: number, dice: () => number): { readonly stop: () => void; readonly done: Promise<void> } => {
  const day = { going: true };
  const work = async (): Promise<void> => {
    for (let step = 0; day.going && step < 200; step += 1) {
      const name = `r${round}-${step}`;
      const { id } = await callCore(page, 'ticket.create', { title: `T ${name}`, client, channel: 'phone' });
      ledger.tickets.push(`T ${name}`);
      ledger.lanes.set(`T ${name}`, ['untriaged']);
      if (!day.going) return;
      const lane = lanes[Math.floor(dice() * 4)] ?? 'S3';
      ledger.lanes.set(`T ${name}`, ['untriaged', lane]);
      await callCore(page, 'ticket.move', { id, lane, place: { at: 'top' } });
      ledger.lanes.set(`T ${name}`, [lane]);
      await callCore(page, 'message.add', { ticket: id, direction: 'out', channel: 'phone', body: `M ${name}` });
      ledger.messages.push(`M ${name}`);
      await callCore(page, 'timer.start', { ticket: id, tz: 'America/La_Paz' });
      await callCore(page, 'timer.stop', { note: `N ${name}` });
      ledger.notes.push(`N ${name}`);
      const png = await picture(page, `rgb(${round} ${step} ${Math.floor(dice() * 255)})`);
      const draft = await stage(page, png, id);
      const attached = await callCore(page, 'evidence.attach', { draft: draft.id, ticket: id, stage: 'before', visibility: 'client', note: '' });
      ledger.pictures.push(attached.sha256);
    }
  };
  const done = work().catch((error: unknown) => {
    // Killed in the middle: that is what the day is for. A refusal by the rules is not.
    if (error instanceof CallFailed && error.code !== 'core_down' && error.code !== 'timeout') throw error;
  });
  return {
    stop: () => {
      day.going = false;
    },
    done,
  };
};
