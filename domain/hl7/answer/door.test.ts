import { expect, test } from '@jest/globals';
import { refusalAtDoor } from './door.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const message = (processing: string): Uint8Array =>
  bytes(`MSH|^~\\&|A|B|C|D|||ADT^A01|1|${processing}|2.5\rPID|1||7\r`);

test.each([
  ['no MSH', bytes('hello'), 'not-hl7', 'MSH'],
  ['unusable delimiters', bytes('MSH|^^~|A'), 'hl7-structure', 'MSH-2'],
  ['a training message', message('T'), 'hl7-processing', 'MSH-11'],
  ['a debugging message with a mode', message('d^T'), 'hl7-processing', 'MSH-11'],
  ['an unknown processing id', message('X'), 'hl7-processing', 'MSH-11'],
])('%s is refused', (_, refused, code, detail) => {
  expect(refusalAtDoor(refused)).toMatchObject({ code, detail });
});

test('what has no patient, no type or an unknown sender is kept: it waits in quarantine', () => {
  for (const kept of [
    message('P'),
    message('p^A'),
    message(''),
    bytes('MSH|^~\\&|?'),
    bytes('FHS|^~\\&\rMSH|^~\\&|A\r'),
  ])
    expect(refusalAtDoor(kept)).toBeUndefined();
});

test('a region of tests takes what it registers', () => {
  expect(refusalAtDoor(message('T'), { processing: ['P', 'T'] })).toBeUndefined();
  expect(refusalAtDoor(message('P'), { processing: ['T'] })?.code).toBe('hl7-processing');
});

test('the size is bounded', () => {
  expect(refusalAtDoor(message('P'), { maxBytes: 20 })?.code).toBe('hl7-too-large');
});
