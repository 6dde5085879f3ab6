import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { decided } from '../../../domain/recognition/examples.ts';
import { isBlindSample } from '../../../domain/recognition/watch.ts';
import { apiHandler } from '../../../platform/handlers/api.ts';
import { admit } from '../../../platform/inference/admit.ts';
import type { World } from '../../../platform/world.ts';
import {
  BlindListAnswer,
  BlindReadAnswer,
  CompareAnswer,
  ModelHistoryAnswer,
  ModelsAnswer,
  WatchAnswer,
} from '../../../schemas/api/models.ts';
import type { Principal } from '../../../schemas/principal.ts';
import { PublicJwk, RegionFile } from '../../../schemas/region.ts';
import type { WatchedImage } from '../../../schemas/watch.ts';
import { record } from '../../../test/chart-examples.ts';
import { tinyManifest, tinyOnnx } from '../../../test/tiny-onnx.ts';
import { apiEvent, principals, type TestWorld, testRegion, withWorld } from '../../../test/world.ts';
import { routes } from '../routes.ts';

const ISSUER = 'https://people.test';
const AUDIENCE = 'https://oka.test';
let it: TestWorld;
let world: World;
let folder: string;
let key: Parameters<SignJWT['sign']>[0];

async function install(version: string): Promise<void> {
  const weights = tinyOnnx({ opset: version === '1.0.0' ? 17 : 18 });
  const admitted = await admit(weights, tinyManifest({ version }));
  if ('refused' in admitted) throw new Error(admitted.refused.join());
  const own = join(folder, version === '1.0.0' ? 'tiny' : `tiny@${version}`);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'model.onnx'), weights);
  writeFileSync(join(own, 'manifest.json'), JSON.stringify(admitted.manifest));
  writeFileSync(join(own, 'CARD.md'), '# Brightness\n');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'oka-operate-'));
  await install('1.0.0');
  await install('2.0.0');
  const pair = await generateKeyPair('ES256', { extractable: true });
  key = pair.privateKey;
  const jwk = PublicJwk.parse({ ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'ES256' });
  const region = RegionFile.parse({
    ...testRegion(),
    invented: true,
    issuers: [{ iss: ISSUER, kind: 'person', keys: [jwk] }],
    models: {
      tiny: [decided({ version: '1.0.0' }), decided({ version: '2.0.0', on: '2026-02-01' })],
      unproven: [decided({ version: '1.0.0' })],
    },
  });
  it = await withWorld(region);
  world = { ...it.world, env: { ...it.world.env, OKA_MODELS: folder } };
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await it.close();
});

const operator = principals.operator();
async function ask(as: Principal, method: string, path: string, body?: object) {
  const bytes = body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) };
  const answer = await apiHandler({ world: () => world, routes })(apiEvent(as, method, path, bytes));
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}

const row = (n: number, change: Partial<WatchedImage> = {}): WatchedImage => ({
  ...{ observation: record(10_000 + n), model: 'tiny', version: '1.0.0', clinic: 'north' },
  acceptedAt: new Date(Date.UTC(2026, 2, 3) + n * 60_000).toISOString(),
  ...{ record: record(n), study: record(20_000 + n), image: String(n), standing: 'active', state: 'absent' },
  ...{ probability: 0.2, agreement: 'agrees' },
  ...change,
});

describe('the list of models', () => {
  test('says how each version stands at each clinic, and what is missing, to anybody', async () => {
    const { status, json } = await ask(principals.edge('north'), 'GET', '/models');
    const { models } = ModelsAnswer.parse(json);
    expect(status).toBe(200);
    expect(models.map(({ id }) => id)).toEqual(['tiny', 'unproven']);
    expect(models[0]?.versions.map(({ version, standing }) => [version, standing.north])).toEqual([
      ['1.0.0', 'active'],
      ['2.0.0', 'active'],
    ]);
    expect(models[1]?.versions).toMatchObject([
      { standing: { north: 'shadow' }, shortfalls: ['its manifest states no figures'] },
    ]);
  });
});

describe('decisions', () => {
  test('are an operator’s, under his name, told to the clinic and its people, and stay in the history for ever', async () => {
    const body = { why: 'new tube, not yet calibrated', clinic: 'north' };
    expect((await ask(principals.person('north'), 'POST', '/models/tiny/suspend', body)).status).toBe(403);
    expect((await ask(principals.edge('north'), 'POST', '/models/tiny/suspend', body)).status).toBe(403);
    const { status, json } = await ask(operator, 'POST', '/models/tiny/suspend', body);
    expect(status).toBe(200);
    const now = it.time.now.toISOString();
    expect(ModelHistoryAnswer.parse(json).stored).toEqual([
      { model: 'tiny', act: 'suspend', clinic: 'north', since: now, at: now, by: 'duty', why: body.why },
    ]);
    const standing = async () =>
      ModelsAnswer.parse((await ask(operator, 'GET', '/models')).json).models[0]?.versions[1]?.standing;
    expect(await standing()).toMatchObject({ north: 'suspended', south: 'active' });
    for (const [who, path] of [
      [principals.person('north'), '/clinics/north/health'],
      [principals.edge('north'), '/waiting/north'],
    ] as const)
      expect((await ask(who, 'GET', path)).json.models).toMatchObject([
        { model: 'tiny', version: '1.0.0', level: 'suspended', since: now, by: 'duty', why: body.why },
        { version: '2.0.0', level: 'suspended' },
      ]);
    expect((await ask(principals.person('south'), 'GET', '/clinics/south/health')).json.models).toBeUndefined();
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    await ask(operator, 'POST', '/models/tiny/resume', { why: 'calibrated', clinic: 'north' });
    expect(await standing()).toMatchObject({ north: 'active', south: 'active' });
    const history = ModelHistoryAnswer.parse((await ask(operator, 'GET', '/models/tiny/decisions')).json);
    expect([history.file.length, history.stored.map(({ act }) => act)]).toEqual([2, ['suspend', 'resume']]);
  });

  test('roll the newest active version back to the one before, from its first day on', async () => {
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    const { json } = await ask(operator, 'POST', '/models/tiny/rollback', { why: 'worse on infants' });
    expect(ModelHistoryAnswer.parse(json).stored.at(-1)).toMatchObject({
      ...{ act: 'suspend', version: '2.0.0', since: '2026-02-01T00:00:00.000Z', why: 'worse on infants' },
    });
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    const again = await ask(operator, 'POST', '/models/tiny/rollback', { why: 'once more' });
    expect([again.status, again.json.code]).toEqual([409, 'conflict']);
  });

  test.each<[string, string, object | undefined, number]>([
    ['without a reason', '/models/tiny/suspend', {}, 400],
    ['without a body', '/models/tiny/suspend', undefined, 400],
    ['with a word too much', '/models/tiny/suspend', { why: 'because', patient: 'x' }, 400],
    ['about an unknown model', '/models/nothing/suspend', { why: 'because' }, 404],
    ['about an unknown version', '/models/tiny/suspend', { why: 'because', version: '9' }, 404],
    ['about an unknown clinic', '/models/tiny/suspend', { why: 'because', clinic: 'nowhere' }, 404],
    ['of another kind', '/models/tiny/activate', { why: 'because' }, 400],
  ])('%s are refused', async (_, path, body, status) => {
    const before = (await world.chart.models.decisions()).length;
    expect((await ask(operator, 'POST', path, body)).status).toBe(status);
    expect(await world.chart.models.decisions()).toHaveLength(before);
  });
});

describe('the watch', () => {
  test('is shown place by place to operators alone, with volume and what is too early to say', async () => {
    it.time.now = new Date('2026-03-04T08:00:00.000Z');
    for (let n = 0; n < 5; n += 1) await world.chart.models.note([row(n)], 1);
    const { json } = await ask(operator, 'GET', '/models/tiny/watch');
    const { places } = WatchAnswer.parse(json);
    expect(places).toMatchObject([
      {
        clinic: 'north',
        version: '1.0.0',
        figures: { images: 5, states: { absent: 5 }, reports: { count: 5, of: 5 } },
      },
    ]);
    expect(places[0]?.days.reduce((sum, day) => sum + day, 0)).toBe(5);
    expect((await ask(principals.person('north'), 'GET', '/models/tiny/watch')).status).toBe(403);
  });

  test('two versions are compared on what both have measured', async () => {
    for (let n = 0; n < 3; n += 1)
      await world.chart.models.note(
        [row(n, { version: '2.0.0', state: n === 0 ? 'present' : 'absent', probability: 0.7 })],
        1,
      );
    const { json } = await ask(operator, 'GET', '/models/tiny/compare/1.0.0/2.0.0');
    expect(CompareAnswer.parse(json)).toMatchObject({
      ...{ n: 3, onlyA: 2, onlyB: 0, table: { 'absent present': 1, 'absent absent': 2 } },
      disagreements: [{ clinic: 'north', image: '0' }],
    });
    expect((await ask(operator, 'GET', '/models/tiny/compare/1.0.0/9')).status).toBe(404);
  });
});

describe('the blind sample', () => {
  const reader = principals.person('north');
  const drawn = Array.from({ length: 200 }, (_, n) => n + 100).filter((n) => isBlindSample('tiny', record(20_000 + n)));
  const [first = 0, second = 0] = drawn;

  const statement = (claims: object, changes: JWTPayload = {}): Promise<string> => {
    const now = Math.floor(it.time.now.getTime() / 1000);
    const base = { iss: ISSUER, sub: reader.id, aud: AUDIENCE, iat: now, exp: now + 300, jti: 'j', clinic: 'north' };
    return new SignJWT({ ...base, oka: { act: 'blind-read', model: 'tiny', ...claims }, ...changes })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(key);
  };

  test('names studies to the clinic’s people, and not what the model says of them', async () => {
    for (const n of [first, second, first + 1])
      await world.chart.models.note([row(n, { state: 'present', probability: 0.93 })], 1);
    const { status, json } = await ask(reader, 'GET', '/models/tiny/blind/north');
    expect(status).toBe(200);
    const { studies } = BlindListAnswer.parse(json);
    expect(studies.map(({ study }) => study)).toEqual([first, second].map((n) => record(20_000 + n)).sort());
    expect(JSON.stringify(json)).not.toMatch(/present|0\.93|absent/);
    expect((await ask(operator, 'GET', '/models/tiny/blind/north')).status).toBe(403);
    expect((await ask(principals.person('south'), 'GET', '/models/tiny/blind/north')).status).toBe(403);
  });

  test('takes a signed answer, and only then says the verdict', async () => {
    const study = record(20_000 + first);
    const path = `/models/tiny/blind/north/${study}`;
    const signed = await statement({ study, says: 'absent' });
    const { status, json } = await ask(reader, 'POST', path, { statement: signed });
    expect(status).toBe(200);
    expect(BlindReadAnswer.parse(json)).toEqual({ says: 'absent', model: { state: 'present', version: '1.0.0' } });
    const later = BlindListAnswer.parse((await ask(reader, 'GET', '/models/tiny/blind/north')).json);
    expect(later.studies.find((one) => one.study === study)?.read).toBe(true);
    const { places } = WatchAnswer.parse((await ask(operator, 'GET', '/models/tiny/watch')).json);
    expect(places.find(({ version }) => version === '1.0.0')?.figures.blind).toEqual({ count: 0, of: 1 });
  });

  test('refuses what is not signed by the reader, is about something else, or is not of the sample', async () => {
    const study = record(20_000 + second);
    const path = `/models/tiny/blind/north/${study}`;
    const other = await statement({ study, says: 'absent' }, { sub: 'somebody else' });
    expect((await ask(reader, 'POST', path, { statement: other })).status).toBe(401);
    const elsewhere = await statement({ study: record(20_000 + first), says: 'absent' });
    expect((await ask(reader, 'POST', path, { statement: elsewhere })).status).toBe(401);
    expect((await ask(reader, 'POST', path, { statement: 'x'.repeat(40) })).status).toBe(401);
    const outside = record(20_000 + first + 1);
    const signed = await statement({ study: outside, says: 'absent' });
    expect((await ask(reader, 'POST', `/models/tiny/blind/north/${outside}`, { statement: signed })).status).toBe(404);
  });
});
