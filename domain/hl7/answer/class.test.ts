import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { classOfAnswer } from './class.ts';

const answer = (...segments: string[]): Uint8Array =>
  new TextEncoder().encode(`${['MSH|^~\\&|EHR|X|OKA|Y|20260110||ACK|9|P|2.5', ...segments].join('\r')}\r`);
const classOf = (...segments: string[]) => classOfAnswer(answer(...segments), { controlId: 'M1', replaces: true });

describe('the class of an answer', () => {
  test.each([
    ['AA', 'accepted', 'application'],
    ['CA', 'accepted', 'accept'],
    ['AE', 'permanent', 'application'],
    ['AR', 'transient', 'application'],
    ['CE', 'transient', 'accept'],
    ['CR', 'permanent', 'accept'],
  ])('%s alone is %s', (code, expected, level) => {
    expect(classOf(`MSA|${code}|M1`)).toEqual({ class: expected, code, level });
  });

  test.each([100, 101, 102, 103, 104, 200, 201, 202, 203, 204, 205])(
    'condition %d is permanent whatever the code',
    (condition) => {
      for (const code of ['AE', 'AR', 'CE', 'CR'])
        expect(classOf(`MSA|${code}|M1`, `ERR||PID^1^3|${condition}^^HL70357|E`)).toMatchObject({
          class: 'permanent',
          condition,
        });
    },
  );

  test.each([206, 207])('condition %d is transient whatever the code', (condition) => {
    for (const code of ['AE', 'AR', 'CE', 'CR'])
      expect(classOf(`MSA|${code}|M1`, `ERR|||${condition}|E`)).toMatchObject({ class: 'transient', condition });
  });

  test('of several conditions one permanent makes the whole permanent', () => {
    expect(classOf('MSA|AR|M1', 'ERR|||207|E', 'ERR|||101|E')).toMatchObject({ class: 'permanent', condition: 101 });
    expect(classOf('MSA|AE|M1', 'ERR|PID^1^3^206~PID^1^5^102')).toMatchObject({ class: 'permanent', condition: 102 });
  });

  test('warnings and codes of the receiver’s own tables decide nothing', () => {
    expect(classOf('MSA|AE|M1', 'ERR|||207|W')).toEqual({ class: 'permanent', code: 'AE', level: 'application' });
    expect(classOf('MSA|AE|M1', 'ERR|||207^busy^L|E')).toMatchObject({ class: 'permanent' });
    expect(classOf('MSA|AE|M1', 'ERR|||E7^x^L^207^^HL70357|E')).toMatchObject({ class: 'transient', condition: 207 });
    expect(classOf('MSA|AA|M1', 'ERR|||103|W')).toMatchObject({ class: 'accepted' });
  });

  test('the older forms are read: ERR-1 and MSA-6', () => {
    expect(classOf('MSA|AE|M1', 'ERR|PID^1^11^207&internal&HL70357')).toMatchObject({ class: 'transient' });
    expect(classOf('MSA|AE|M1|busy|||206^locked^HL70357')).toMatchObject({ class: 'transient', condition: 206 });
  });
});

describe('what is no answer to the message', () => {
  test('another control id, no MSA, no HL7', () => {
    expect(classOf('MSA|AA|M2')).toBeUndefined();
    expect(classOf('MSA|AA|')).toBeUndefined();
    expect(classOf('ERR|||207')).toBeUndefined();
    expect(classOfAnswer(new TextEncoder().encode('OK'), { controlId: 'M1', replaces: true })).toBeUndefined();
  });

  test('but a refusal without any control id is: the receiver could not read ours', () => {
    expect(classOf('MSA|AR|')).toMatchObject({ class: 'transient', code: 'AR' });
    expect(classOf('MSA|AE||text')).toMatchObject({ class: 'permanent', code: 'AE' });
  });

  test('silence, and a code nobody defined, leave open whether it was applied', () => {
    for (const said of [undefined, answer('MSA|OK|M1')]) {
      expect(classOfAnswer(said, { controlId: 'M1', replaces: true })).toEqual({ class: 'transient' });
      expect(classOfAnswer(said, { controlId: 'M1', replaces: false })).toEqual({ class: 'ambiguous' });
    }
  });

  test('any bytes are classed or are none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (tail) => {
        classOfAnswer(Buffer.concat([answer('MSA|AE|M1'), tail]), { controlId: 'M1', replaces: false });
      }),
      { numRuns: 500 },
    );
  });
});
