import { describe, expect, test } from '@jest/globals';
import type { Shading } from '../../domain/imaging/shades.ts';
import type { Asked, Said } from '../worker/protocol.ts';
import { makeDecoder } from './decoder.ts';

const FORM: Shading = {
  bits: 12,
  signed: false,
  photometric: 'MONOCHROME2',
  modalityValues: { slope: 1, intercept: 0 },
};
const ORDER = { form: FORM, view: { kind: 'range', least: 0, most: 1 } as const, inverted: false };
const SIZE = { discarded: 0, rows: 2, columns: 3, ms: 1 };

/** A worker that answers when the test says so. */
function worker() {
  const asked: Asked[] = [];
  const own = {
    postMessage: (message: Asked) => void asked.push(message),
    onmessage: null as ((event: MessageEvent<Said>) => void) | null,
    onerror: null as ((event: ErrorEvent) => void) | null,
  };
  const say = (data: Said): void => own.onmessage?.({ data } as MessageEvent<Said>);
  const paints = () => asked.flatMap((one) => (one.ask === 'paint' ? [one.ticket] : []));
  return { own: own as never, asked, say, paints, crash: () => own.onerror?.({ message: 'trap' } as ErrorEvent) };
}

describe('the decoder of a page', () => {
  test('begins to load at once, and gives each film its own answer', async () => {
    const { own, asked, say } = worker();
    const decoder = makeDecoder(own);
    expect(asked).toEqual([{ ask: 'begin' }]);
    const [one, other] = [
      decoder.decode('a', Uint8Array.of(1), 0, FORM),
      decoder.decode('b', Uint8Array.of(2), 1, FORM),
    ];
    say({ said: 'decoded', film: 'b', ...SIZE, discarded: 1 });
    say({ said: 'decoded', film: 'a', ...SIZE });
    expect((await one).discarded).toBe(0);
    expect((await other).discarded).toBe(1);
  });

  test('of several orders for one film only the last is drawn, in whatever order the pictures come', async () => {
    const { own, say, paints } = worker();
    const decoder = makeDecoder(own);
    const closed: number[] = [];
    const picture = (ticket: number) => ({ close: () => closed.push(ticket) }) as unknown as ImageBitmap;
    const [first, last] = [decoder.paint('a', ORDER), decoder.paint('a', ORDER)];
    const [early = 0, late = 0] = paints();
    say({ said: 'painted', film: 'a', ticket: late, ...SIZE, bitmap: picture(late) });
    say({ said: 'painted', film: 'a', ticket: early, ...SIZE, bitmap: picture(early) });
    expect(await first).toBeUndefined();
    expect((await last)?.ticket).toBe(late);
    expect(closed).toEqual([early]);
  });

  test('that cannot read a film refuses that film and no other', async () => {
    const { own, say } = worker();
    const decoder = makeDecoder(own);
    const [bad, good] = [
      decoder.decode('a', Uint8Array.of(1), 0, FORM),
      decoder.decode('b', Uint8Array.of(2), 0, FORM),
    ];
    say({ said: 'failed', film: 'a', why: 'no code stream' });
    say({ said: 'decoded', film: 'b', ...SIZE });
    await expect(bad).rejects.toThrow('no code stream');
    expect((await good).rows).toBe(2);
  });

  test('that did not start or died refuses every film, now and later', async () => {
    const { own, crash } = worker();
    const decoder = makeDecoder(own);
    const waiting = decoder.decode('a', Uint8Array.of(1), 0, FORM);
    crash();
    await expect(waiting).rejects.toThrow('trap');
    await expect(decoder.decode('b', Uint8Array.of(1), 0, FORM)).rejects.toThrow('trap');
  });
});
