import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acme, ana, codeOfError, lastOps, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';
import { smallPng } from '#test/support/desk/small-png.ts';

const captured_at = '2026-06-12T14:59:00.000Z';
const drafts = (desk: Desk): string => join(desk.dir, 'evidence', 'drafts');
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const kept = (desk: Desk, sha256: string): string => join(desk.dir, 'evidence', sha256.slice(0, 2), sha256);
const wish = { stage: 'after', visibility: 'client', note: 'Ya imprime' } as const;

describe('a draft', () => {
  test('is a whole file and a row before stage answers, outlives a restart and keeps what is written on it', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const png = smallPng();
    const draft = await desk.call('evidence.stage', { png, ticket, captured_at });
    expect(draft).toMatchObject({ ticket, bytes: png.byteLength, width: 8, height: 4, capturedAt: captured_at, note: '', stage: 'before', visibility: 'client' });
    expect(draft.ticketCode).toMatch(/^P-/);
    expect(readdirSync(drafts(desk))).toEqual([`${draft.id}.png`]);
    expect(readFileSync(join(drafts(desk), `${draft.id}.png`)).equals(png)).toBe(true);
    await desk.call('evidence.saveDraft', { id: draft.id, note: 'La bandeja', stage: 'test', visibility: 'internal', ticket: null });
    expect(await desk.reopen().call('evidence.drafts', {})).toEqual([{ ...draft, ticket: null, ticketCode: null, note: 'La bandeja', stage: 'test', visibility: 'internal' }]);
  });

  test('is a PNG of a sane size or nothing', async () => {
    const desk = openDesk();
    const png = smallPng();
    const bent = (change: (bytes: Uint8Array) => void) => {
      const copy = png.slice();
      change(copy);
      return copy;
    };
    const bad = [new Uint8Array(), png.slice(0, 20), bent((bytes) => void (bytes[1] = 0)), bent((bytes) => void (bytes[12] = 0)), bent((bytes) => bytes.fill(0, 16, 20)), new TextEncoder().encode('GIF89a'.repeat(20))];
    for (const bytes of bad) expect(await codeOfError(desk.call('evidence.stage', { png: bytes, ticket: null, captured_at }))).toMatchObject({ code: 'evidence_damaged' });
    const huge = new Uint8Array(100 * 1024 * 1024 + 1);
    huge.set(png);
    expect(await codeOfError(desk.call('evidence.stage', { png: huge, ticket: null, captured_at }))).toMatchObject({ code: 'evidence_too_large', details: { limit: 104_857_600 } });
    expect(existsSync(drafts(desk)) ? readdirSync(drafts(desk)) : []).toEqual([]);
    expect(await desk.call('evidence.drafts', {})).toEqual([]);
  });

  test('goes with its file when it is discarded', async () => {
    const desk = openDesk();
    const { id } = await desk.call('evidence.stage', { png: smallPng(), ticket: null, captured_at });
    await desk.call('evidence.discard', { draft: id });
    expect(readdirSync(drafts(desk))).toEqual([]);
    expect(await codeOfError(desk.call('evidence.discard', { draft: id }))).toMatchObject({ code: 'not_found' });
  });
});

describe('attaching', () => {
  test('keeps the bytes under their hash, makes the fact and the upload in one change, and the draft is gone', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const png = smallPng();
    const draft = await desk.call('evidence.stage', { png, ticket, captured_at });
    const { id, sha256 } = await desk.call('evidence.attach', { draft: draft.id, ticket, ...wish });
    expect(sha256).toBe(hashOf(png));
    expect(readFileSync(kept(desk, sha256)).equals(png)).toBe(true);
    expect(readdirSync(drafts(desk))).toEqual([]);
    expect(lastOps(desk)).toMatchObject([{ kind: 'fact', entity: 'evidence', key: id, fields: { upload: 'pending', sha256 } }]);
    expect(desk.rows('SELECT sha256, bytes, mime, sent FROM blob_upload')).toEqual([{ sha256, bytes: png.byteLength, mime: 'image/png', sent: 0 }]);
    expect((await desk.call('ticket.get', { id: ticket })).evidence).toMatchObject([{ id, stage: 'after', note: 'Ya imprime', capturedAt: captured_at, capturedBy: ana.name, upload: 'pending', local: true, width: 8 }]);
    expect((await desk.call('history.state', {})).undo).toBe('ticket.create');
  });

  test('the same picture twice is two pieces of evidence, one file and one upload', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    for (let n = 0; n < 2; n += 1) {
      const draft = await desk.call('evidence.stage', { png: smallPng(), ticket, captured_at });
      await desk.call('evidence.attach', { draft: draft.id, ticket, ...wish });
    }
    expect((await desk.call('ticket.get', { id: ticket })).evidence).toHaveLength(2);
    expect(desk.rows('SELECT * FROM blob_upload')).toHaveLength(1);
  });

  test('refuses what is not there and then leaves the draft', async () => {
    const desk = openDesk();
    const draft = await desk.call('evidence.stage', { png: smallPng(), ticket: null, captured_at });
    expect(await codeOfError(desk.call('evidence.attach', { draft: draft.id, ticket: acme, ...wish }))).toMatchObject({ code: 'not_found' });
    expect(await codeOfError(desk.call('evidence.attach', { draft: acme, ticket: acme, ...wish }))).toMatchObject({ code: 'not_found' });
    expect(await desk.call('evidence.drafts', {})).toHaveLength(1);
    const ticket = await newTicket(desk);
    rmSync(join(drafts(desk), `${draft.id}.png`));
    expect(await codeOfError(desk.call('evidence.attach', { draft: draft.id, ticket, ...wish }))).toMatchObject({ code: 'evidence_missing' });
  });
});

describe('when the desk opens', () => {
  test('half-written files go, drafts without a file go, and pictures without a row are drafts again', async () => {
    const desk = openDesk();
    const lost = await desk.call('evidence.stage', { png: smallPng(), ticket: null, captured_at });
    rmSync(join(drafts(desk), `${lost.id}.png`));
    writeFileSync(join(drafts(desk), 'x.png.tmp'), 'half');
    writeFileSync(join(drafts(desk), `${ana.id}.png`), smallPng(5, 6));
    const again = desk.reopen();
    expect(await again.call('evidence.drafts', {})).toMatchObject([{ id: ana.id, width: 5, height: 6, ticket: null }]);
    expect(readdirSync(drafts(again))).toEqual([`${ana.id}.png`]);
  });

  test('a database that was set aside leaves every picture where it was, drafts as drafts', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const [one, two] = [await desk.call('evidence.stage', { png: smallPng(8, 4, 1), ticket, captured_at }), await desk.call('evidence.stage', { png: smallPng(8, 4, 2), ticket, captured_at })];
    const { sha256 } = await desk.call('evidence.attach', { draft: one.id, ticket, ...wish });
    desk.close();
    for (const end of ['', '-wal', '-shm']) rmSync(join(desk.dir, `carril.db${end}`), { force: true });
    const again = desk.reopen();
    expect(existsSync(kept(again, sha256))).toBe(true);
    expect((await again.call('evidence.drafts', {})).map((draft) => draft.id)).toEqual([two.id]);
  });
});
