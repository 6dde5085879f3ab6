import { describe, expect, test } from '@jest/globals';
import { stow } from './stow.ts';
import { HEAT_MAP, REPORT, resultWith } from './testing/region.ts';
import { pacsStage } from './testing/stage.ts';
import { startStowServer } from './testing/stow-server.ts';

const { started, ends } = pacsStage();

const objectOf = () => ({
  sopInstanceUid: REPORT.uid,
  sopClassUid: REPORT.sopClassUid,
  bytes: REPORT.bytes.length,
  read: async (from: number, to: number) => REPORT.bytes.subarray(from, to),
});

describe('STOW-RS', () => {
  test('sends each object as a strict server wants it, byte for byte', async () => {
    const server = await startStowServer();
    ends.push(server.stop);
    const { pacs, done } = await started(stow(server.options));
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await done();
    expect(server.faults).toEqual([]);
    expect(server.stored.get(REPORT.uid)?.equals(REPORT.bytes)).toBe(true);
    expect(server.stored.get(HEAT_MAP.uid)?.equals(HEAT_MAP.bytes)).toBe(true);
  });

  test.each([
    ['200', { status: 200 }, { what: 'stored' }],
    ['202 with a duplicate', { status: 202, reason: 0x0111 }, { what: 'stored' }],
    ['409, class not supported', { status: 409, reason: 0x0122 }, { what: 'refused', why: 'failure reason 0122' }],
    ['202, no room', { status: 202, reason: 0xa700 }, { what: 'later', why: 'failure reason a700', isAway: false }],
    ['415', { status: 415 }, { what: 'refused', why: 'status 415' }],
    [
      '503 in a minute',
      { status: 503, retryAfter: 60 },
      { what: 'later', why: 'status 503', isAway: true, afterMs: 60_000 },
    ],
  ])('an answer of %s', async (_, verdict, expected) => {
    const server = await startStowServer(() => verdict);
    const send = stow(server.options);
    ends.push(server.stop, send.close);
    expect(await send([objectOf()])).toEqual([expected]);
  });

  test('a wrong password, and nobody there, are no fault of the object', async () => {
    const server = await startStowServer();
    const send = stow({ ...server.options, credentials: 'oka:other' });
    ends.push(send.close);
    expect(await send([objectOf(), objectOf()])).toEqual([
      { what: 'later', why: 'status 401', isAway: true },
      { what: 'later', why: 'status 401', isAway: true },
    ]);
    await server.stop();
    expect(await send([objectOf()])).toMatchObject([{ what: 'later', isAway: true }]);
  });
});
