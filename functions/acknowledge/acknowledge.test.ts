import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { makeGroup } from '../../domain/fhir/groups.ts';
import type { World } from '../../platform/world.ts';
import { RANK } from '../../schemas/chart.ts';
import type { DeliveryInput } from '../../schemas/delivery.ts';
import { PublicJwk, RegionFile } from '../../schemas/region.ts';
import { record } from '../../test/chart-examples.ts';
import { criticalAdvice } from '../../test/results.ts';
import { type TestWorld, testRegion, withWorld } from '../../test/world.ts';
import { noteAcknowledged } from './acknowledged.ts';
import { noteDelivered } from './delivered.ts';
import { noteDue } from './overdue.ts';

let it: TestWorld;
let key: Parameters<SignJWT['sign']>[0];
let serial = 500;
const ISSUER = 'https://people.test';

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  const jwk = PublicJwk.parse({ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' });
  it = await withWorld(RegionFile.parse({ ...testRegion(), issuers: [{ iss: ISSUER, kind: 'person', keys: [jwk] }] }));
});
afterAll(() => it.close());

const envelope = { specversion: '1.0', id: 'x', source: 'oka/test', datacontenttype: 'application/json' } as const;
const traced = {
  ...envelope,
  time: '2026-03-02T08:00:00.000Z',
  traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
};

/** A critical result that was sent to the record system of `north`. */
async function sentResult(version = 1) {
  serial += 1;
  const of = record(serial);
  const { resultId } = criticalAdvice(of);
  const delivery = deliveryOf(of, resultId, version);
  await it.world.chart.changeDelivery(of, resultId, () => delivery);
  return { of, resultId, version, dueAt: delivery.dueAt ?? '' };
}
type Sent = Awaited<ReturnType<typeof sentResult>>;

const deliveryOf = (of: string, resultId: string, version: number): DeliveryInput => ({
  record: of,
  resultId,
  version,
  clinic: 'north',
  ehr: 'mis-north',
  severity: 'critical',
  sentAt: it.time.now.toISOString(),
  dueAt: new Date(it.time.now.getTime() + 20_000).toISOString(),
});

const stored = ({ of, resultId }: Sent) => it.world.chart.delivery(of, resultId);

const delivered = (
  { of, resultId, version }: Sent,
  code: 'AA' | 'AE' | 'AR',
  at: string,
  text?: string,
  ehr = 'mis-north',
) =>
  noteDelivered(
    {
      ...traced,
      type: 'oka.result.delivered',
      data: { ehr, record: of, resultId, version, code, at, ...(text ? { text } : {}) },
    },
    it.world,
  );

const sign = (claims: JWTPayload): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'k1' }).sign(key);

async function acknowledged(
  { of, resultId, version }: Sent,
  changes: JWTPayload = {},
  about: object = {},
  world: World = it.world,
) {
  const now = Math.floor(it.time.now.getTime() / 1000);
  const statement = await sign({
    iss: ISSUER,
    sub: 'dr-north',
    aud: 'https://oka.test',
    iat: now,
    exp: now + 300,
    jti: 'j',
    clinic: 'north',
    roles: ['physician'],
    oka: { act: 'acknowledge', record: of, resultId, version, ...about },
    ...changes,
  });
  const data = { record: of, resultId, version, statement, at: it.time.now.toISOString() };
  return noteAcknowledged({ ...traced, type: 'oka.result.acknowledged', data }, world);
}

const due = ({ of, resultId, version, dueAt }: Sent, changes: object = {}) =>
  noteDue(
    { ...traced, type: 'oka.delivery.due', data: { record: of, resultId, version, dueAt, ...changes } },
    it.world,
  );

describe('what a system says', () => {
  test('is taken from the record system it was sent to, and from no other', async () => {
    const sent = await sentResult();
    const forged = delivered(sent, 'AA', '2026-03-02T08:00:03.000Z', undefined, 'mis-south');
    await expect(forged).rejects.toMatchObject({ code: 'forbidden' });
    expect((await stored(sent))?.delivered).toBeUndefined();
  });

  test('is delivered, never acknowledged: the deadline goes on', async () => {
    const result = await sentResult();
    await delivered(result, 'AA', '2026-03-02T08:00:01.000Z');
    expect(await stored(result)).toMatchObject({ delivered: { code: 'AA' }, dueAt: result.dueAt });
    expect(await stored(result)).not.toHaveProperty('acknowledged');
  });

  test('ends the same in whatever order the answers come', async () => {
    const answers = [
      ['AE', '2026-03-02T08:00:03.000Z'],
      ['AA', '2026-03-02T08:00:02.000Z'],
      ['AR', '2026-03-02T08:00:01.000Z'],
    ] as const;
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 0, 2, 1],
    ]) {
      const result = await sentResult();
      for (const place of order) {
        const [code, at] = answers[place] ?? ['AA', ''];
        await delivered(result, code, at);
      }
      expect((await stored(result))?.delivered).toEqual({ code: 'AA', at: '2026-03-02T08:00:02.000Z' });
    }
  });

  test('as a refusal is kept with its words', async () => {
    const result = await sentResult();
    await delivered(result, 'AE', '2026-03-02T08:00:03.000Z', 'no such patient');
    expect((await stored(result))?.delivered).toMatchObject({ code: 'AE', text: 'no such patient' });
  });

  test('of an older version says nothing about the newer; of one never sent is a fault', async () => {
    const result = await sentResult(2);
    await delivered({ ...result, version: 1 }, 'AA', '2026-03-02T08:00:01.000Z');
    expect(await stored(result)).not.toHaveProperty('delivered');
    await expect(delivered({ ...result, version: 3 }, 'AA', '2026-03-02T08:00:01.000Z')).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('what a human signs', () => {
  test('is acknowledged, with who and when by the signature; the deadline ends', async () => {
    const result = await sentResult();
    await acknowledged(result);
    expect(await stored(result)).toMatchObject({ acknowledged: { by: 'dr-north', at: it.time.now.toISOString() } });
    expect(await stored(result)).not.toHaveProperty('dueAt');
    expect(await stored(result)).not.toHaveProperty('delivered');
  });

  const refused: [string, JWTPayload, object, string][] = [
    ['by a person of another clinic', { clinic: 'south' }, {}, 'forbidden'],
    ['by a registrar, who does not treat', { roles: ['registrar'] }, {}, 'forbidden'],
    ['by somebody of whom nobody says what he is', { roles: undefined }, {}, 'forbidden'],
    ['by an issuer nobody registered', { iss: 'https://who.test' }, {}, 'unauthenticated'],
    ['about another version', {}, { version: 9 }, 'unauthenticated'],
    ['about another record', {}, { record: 'other' }, 'unauthenticated'],
    ['about nothing', { oka: undefined }, {}, 'unauthenticated'],
  ];
  test.each(refused)('is refused %s', async (_, claims, about, code) => {
    const result = await sentResult();
    await expect(acknowledged(result, claims, about)).rejects.toMatchObject({ code });
    expect(await stored(result)).not.toHaveProperty('acknowledged');
  });

  test('needs read-back where the region asks for it, and what was read back is kept with it', async () => {
    const { world } = it;
    const strict = {
      ...world,
      region: { ...world.region, critical: { ...world.region.critical, readBack: ['red'] } },
    } as World;
    const result = await sentResult();
    const born = { birthDate: '1950-03-01' };
    const said = { time: '2026-03-02T07:00:00.000Z', rank: RANK.final, receivedAt: '2026-03-02T07:00:00.000Z' };
    const groups = { demographics: makeGroup(born, said) };
    await world.chart.write({
      items: [{ record: result.of, resourceType: 'Patient', id: result.of, groups }],
      owners: { [result.of]: 'north' },
    });
    await world.chart.putAdvice(result.of, (await world.chart.head(result.of))?.revision ?? 0, [
      criticalAdvice(result.of),
    ]);
    const readBack = (birthYear: string, says: string) => ({ readBack: { birthYear, says } });
    for (const [about, code] of [
      [{}, 'read-back-missing'],
      [readBack('1951', '7,1'), 'read-back-mismatch'],
      [readBack('1950', '1,7'), 'read-back-mismatch'],
    ] as const)
      await expect(acknowledged(result, {}, about, strict)).rejects.toMatchObject({ code });
    expect(await stored(result)).not.toHaveProperty('acknowledged');
    await acknowledged(result, {}, readBack('1950', '7,1'), strict);
    expect(await stored(result)).toMatchObject({ acknowledged: { by: 'dr-north', ...readBack('1950', '7,1') } });
  });

  test('for a version that a newer one replaced does not end the newer one’s deadline', async () => {
    const result = await sentResult(2);
    await acknowledged({ ...result, version: 1 });
    expect(await stored(result)).toMatchObject({ version: 2, dueAt: result.dueAt });
  });
});

describe('a deadline', () => {
  test('that nobody met marks the delivery overdue, once', async () => {
    const result = await sentResult();
    const written = jest.spyOn(process.stdout, 'write');
    await due(result);
    await due(result);
    const figures = written.mock.calls.filter(([line]) => String(line).includes('"CriticalOverdue":1'));
    written.mockRestore();
    expect(await stored(result)).toMatchObject({ overdueSince: result.dueAt });
    expect(await stored(result)).not.toHaveProperty('dueAt');
    expect(figures).toHaveLength(1);
  });

  test('of an acknowledged, a newer or a moved obligation marks nothing', async () => {
    const done = await sentResult();
    await acknowledged(done);
    await due(done);
    expect(await stored(done)).not.toHaveProperty('overdueSince');
    const newer = await sentResult(2);
    await due({ ...newer, version: 1 });
    await due(newer, { dueAt: '2026-03-02T07:00:00.000Z' });
    expect(await stored(newer)).not.toHaveProperty('overdueSince');
  });

  test('met late is acknowledged and stays known as overdue', async () => {
    const result = await sentResult();
    await due(result);
    await acknowledged(result);
    expect(await stored(result)).toMatchObject({ overdueSince: result.dueAt, acknowledged: { by: 'dr-north' } });
  });
});
