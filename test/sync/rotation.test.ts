import { expect, test } from 'vitest';
import { askEndpoint, settled, teamDesk, teamEndpoint, type TeamDesk } from '#test/support/network/team.ts';
import { onceAt, type Fault } from '#test/support/network/flaky-proxy.ts';

const day = 24 * 60 * 60_000;

/** A desk whose clock can be moved on, and what the endpoint takes. */
const begin = async () => {
  const endpoint = await teamEndpoint();
  let ahead = 0;
  const luz = await teamDesk(endpoint, 'luz', { clock: { now: () => Date.now() + ahead } });
  await settled(luz);
  const good = (): number => askEndpoint<{ n: number }>(endpoint, 'SELECT count(*) AS n FROM device_token WHERE revoked_at IS NULL')[0]?.n ?? 0;
  return { luz, good, pass: (days: number) => void (ahead += days * day) };
};
const kept = (desk: TeamDesk): string | null => desk.desk().token();
const authorised = async (desk: TeamDesk): Promise<boolean> => {
  await settled(desk);
  return (await desk.call('session.get', {})).authorised;
};

test('a token is exchanged after a week, and the old one ends when the new one is used', async () => {
  const { luz, good, pass } = await begin();
  const first = kept(luz);
  pass(6);
  expect([await authorised(luz), kept(luz) === first, good()]).toEqual([true, true, 1]);
  pass(2);
  expect([await authorised(luz), kept(luz) === first, good()]).toEqual([true, false, 2]);
  // This run goes on with the old one; the next start has the new one.
  expect(await authorised(luz)).toBe(true);
  await luz.restart();
  expect([await authorised(luz), good()]).toEqual([true, 1]);
});

test.each<Fault>([{ is: 'answer_lost' }, { is: 'lost' }, { is: 'answer_cut', at: 0.5 }, { is: 'twice' }])('a rotation that meets $is locks the desk out of nothing', async (fault) => {
  const { luz, good, pass } = await begin();
  pass(8);
  luz.proxy.plan = onceAt('POST', '/v1/token/rotate', fault);
  expect(await authorised(luz)).toBe(true);
  await luz.restart();
  expect(await authorised(luz)).toBe(true);
  await luz.restart();
  expect(await authorised(luz)).toBe(true);
  expect(good()).toBeLessThanOrEqual(2);
  expect((await luz.call('sync.status', {})).lastError).toBeNull();
});
