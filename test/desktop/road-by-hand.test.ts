import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDemo } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { openPageCore } from '#test/support/electron/page-core.ts';
import { roadStations, travellers } from '#test/support/electron/road-stations.ts';
import { testFolder } from '#test/support/electron/team.ts';

const folder = await testFolder('road-by-hand');
afterAll(folder.remove);

describe.each(travellers)('$language, by $hand', ({ language, hand }) => {
  let desk: LaunchedCarril;
  let road: ReturnType<typeof roadStations>;
  beforeAll(async () => {
    desk = await launchCarril({ userData: path.join(folder.dir, `${language}-${hand}`), args: [`--lang=${language}`] });
    await openDemo(desk.page);
    await openPageCore(desk.page);
    road = roadStations(desk, language, hand);
  });
  afterAll(async () => {
    await desk.close();
  });

  test('creates a ticket with client, channel and requester, which lands untriaged', async () => {
    await road.create();
    expect((await road.detail()).ticket).toMatchObject({ severity: null, state: 'registered' });
  });

  test('moves it between lanes, back, and records what was agreed', async () => {
    await road.moveAndAgree();
    expect((await road.detail()).ticket).toMatchObject({ severity: 'S2', agreed_severity: 'S2' });
  });

  test('writes an internal note and assigns a consultant', async () => {
    await road.noteAndAssign();
    expect((await road.detail()).messages).toHaveLength(1);
  });

  test('starts and stops the timer, with a note', async () => {
    await road.track();
    expect((await road.detail()).entries).toHaveLength(1);
  });

  test('captures a region, captions it and attaches it', async () => {
    await road.capture();
    await expect.poll(() => road.at('evidence').getAttribute('data-upload'), { timeout: 10_000 }).toBe('stored');
  });
});
