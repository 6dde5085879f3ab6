import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../../schemas/errors.ts';
import { giveWay } from '../../../test/give-way.ts';
import { randomFrom } from '../../../test/random.ts';
import { readEach } from '../read/read.ts';
import { answersOf, type Outcome } from './answer.ts';
import { refusalAtDoor } from './door.ts';

const folder = join(process.env.OKA_CORPORA ?? '../shared/data', 'hl7');
const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(hl7|hl7v2|er7|txt)$/i.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
  : [];
const inputs = files.map((file) => readFileSync(file));

const answers = (message: Uint8Array, outcome: Outcome): Uint8Array[] =>
  answersOf(message, outcome, { at: '2026-01-10T10:15:00.000Z', zone: 'Europe/Moscow', nextId: () => 'A1' });
const ALL = { processing: ['P', 'T', 'D'] };
const OUTCOMES: Outcome[] = ['accepted', new OkaError('no-identity', 'PID-3'), new OkaError('unavailable')];

/** The first message of the input, where it can be read. */
function firstOf(input: Uint8Array) {
  try {
    const [first] = readEach(input);
    return first instanceof OkaError ? undefined : first;
  } catch {
    return undefined;
  }
}

(files.length > 0 ? describe : describe.skip)('real messages (skipped without OKA_CORPORA)', () => {
  test('what can be read passes the door and is answered to its control id', () => {
    let answered = 0;
    for (const [place, input] of inputs.entries()) {
      const message = firstOf(input);
      if (message === undefined) continue;
      expect([files[place], refusalAtDoor(input, ALL)?.code]).toEqual([files[place], foreign(message)]);
      for (const outcome of OUTCOMES)
        for (const answer of answers(input, outcome)) {
          const [read] = readEach(answer);
          if (read === undefined || read instanceof OkaError) throw new Error(`unreadable answer to ${files[place]}`);
          expect([files[place], read.first('MSA')?.text(2)]).toEqual([files[place], message.first('MSH')?.text(10)]);
          expect(read.type.slice(0, 4)).toBe('ACK^');
          answered += 1;
        }
    }
    expect(answered).toBeGreaterThan(300);
  });

  test('twenty thousand mutated ones each get answers or a code', async () => {
    const random = randomFrom(7);
    for (let round = 0; round < 20_000; round += 1) {
      const input = Buffer.from(inputs[random.below(inputs.length)] ?? []).subarray(0, 4000);
      for (let change = 0; change < 4; change += 1) {
        // Most faults worth having are in the header.
        const at = random.below(change < 2 ? Math.min(120, input.length) : input.length);
        input[at] = change % 2 === 0 ? random.below(256) : (input[random.below(input.length)] ?? 0);
      }
      const refusal = refusalAtDoor(input);
      for (const answer of answers(input, refusal ?? 'accepted')) expect(answer.length).toBeGreaterThan(30);
    }
    await giveWay();
  }, 120_000);
});

/** Our door refuses, of what the reader takes, an MSH-11 that table 0103 does not have. */
const foreign = (message: NonNullable<ReturnType<typeof firstOf>>): string | undefined => {
  const processing = message.first('MSH')?.text(11)?.toUpperCase() ?? 'P';
  return ALL.processing.includes(processing) ? undefined : 'hl7-processing';
};
