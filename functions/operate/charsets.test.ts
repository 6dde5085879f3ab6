import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { weigh } from '../../domain/hl7/charset/evidence.ts';
import { apiHandler } from '../../platform/handlers/api.ts';
import { segmentKey } from '../../platform/objects.ts';
import { CharsetAnswer, CharsetsAnswer } from '../../schemas/api/answers.ts';
import type { Principal } from '../../schemas/principal.ts';
import { encodeAs } from '../../test/charsets.ts';
import { sha256Hex } from '../../test/sha256.ts';
import { apiEvent, principals, type TestWorld, withWorld } from '../../test/world.ts';
import { routes } from './routes.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld();
  await read(['OBR|1||F1|БХ^Биохимия^L', 'OBX|1|NM|ГЛЮ^Глюкоза крови^L||5,1|ммоль/л|||||F']);
  await read(['OBR|1||F2|ОАК^Небылицын^L', 'OBX|1|NM|ГЕМ^Гемоглобин^L||141|г/л|||||F']);
});
afterAll(() => it.close());

const SENDER = { clinic: 'north', application: 'LIS', facility: 'X' };

/** An input of a sender who declares ASCII and sends windows-1251, kept in intake and read by guess. */
async function read(segments: readonly string[]): Promise<void> {
  const lines = [
    'MSH|^~\\&|LIS|X|OKA|T|20260302||ORU^R01|1|P|2.5.1||||||ASCII',
    'PID|1||7^^^N^PI||Небылицын^Пётр',
    ...segments,
  ];
  const bytes = encodeAs(`${lines.join('\r')}\r`, 'windows-1251');
  const sha256 = sha256Hex(bytes);
  const input = { kind: 'record' as const, clinic: 'north', sha256 };
  await it.world.objects.put('intake', segmentKey(input, 0), bytes, { metadata: { length: String(bytes.length) } });
  const told = { sha256, receivedAt: it.time.now.toISOString(), length: bytes.length };
  const { sender } = await it.world.chart.charsets.begin(SENDER, told, { sha256, costs: weigh(bytes) });
  await it.world.chart.charsets.finish(sender, sha256);
}

async function ask(as: Principal, method: string, path: string) {
  const answer = await apiHandler({ world: () => it.world, routes })(apiEvent(as, method, path));
  return { status: answer.statusCode, json: JSON.parse(answer.body) };
}

const operator = principals.operator();
const listed = async () => CharsetsAnswer.parse((await ask(operator, 'GET', '/charsets/north')).json).senders;

describe('guessed character sets', () => {
  test('are shown with their margin, the count of inputs and words of services in every set', async () => {
    const [sender, ...others] = await listed();
    expect(others).toEqual([]);
    expect(sender).toMatchObject({
      ...{ application: 'LIS', facility: 'X', state: 'guessed', charset: 'windows-1251', inputs: 2, toRead: 0 },
      guess: { charset: 'windows-1251', clear: true },
    });
    const words = Object.fromEntries((sender?.samples ?? []).map((one) => [one.charset, one.words]));
    expect(words['windows-1251']).toEqual(expect.arrayContaining(['Глюкоза', 'крови', 'Гемоглобин', 'ммоль']));
    expect(words['koi8-r']).not.toContain('Глюкоза');
  });

  test('show no word of a patient, not even where it stands as the name of a service', async () => {
    expect(JSON.stringify(await listed())).not.toMatch(/Небылицын|Пётр/);
  });

  test('are confirmed by an operator, once and for all inputs, under his name', async () => {
    const [{ id = '' } = {}] = await listed();
    it.sent.length = 0;
    const path = `/charsets/north/${id}/windows-1251`;
    const first = CharsetAnswer.parse((await ask(operator, 'PUT', path)).json);
    expect(first).toMatchObject({
      state: 'confirmed',
      confirmed: { by: operator.id, charset: 'windows-1251' },
      toRead: 2,
      samples: [],
    });
    expect(it.sent.map(({ queue }) => queue)).toEqual(['records', 'records']);
    it.time.now = new Date(it.time.now.getTime() + 60_000);
    expect(CharsetAnswer.parse((await ask(operator, 'PUT', path)).json).confirmed).toEqual(first.confirmed);
  });

  test('are corrected by another set', async () => {
    const [{ id = '' } = {}] = await listed();
    expect(CharsetAnswer.parse((await ask(operator, 'PUT', `/charsets/north/${id}/koi8-r`)).json)).toMatchObject({
      ...{ state: 'confirmed', charset: 'koi8-r', guess: { charset: 'windows-1251' } },
    });
  });

  test('are the clinic’s own to see and an operator’s to confirm', async () => {
    const [{ id = '' } = {}] = await listed();
    const path = `/charsets/north/${id}/koi8-r`;
    expect((await ask(principals.edge('north'), 'GET', '/charsets/north')).status).toBe(200);
    expect((await ask(principals.edge('south'), 'GET', '/charsets/north')).status).toBe(403);
    expect((await ask(principals.edge('north'), 'PUT', path)).status).toBe(403);
    expect((await ask(operator, 'PUT', `/charsets/north/${'0'.repeat(16)}/koi8-r`)).status).toBe(404);
    expect((await ask(operator, 'PUT', `/charsets/north/${id}/latin1`)).status).toBe(400);
    expect((await ask(operator, 'GET', '/charsets/nowhere')).status).toBe(404);
  });
});
