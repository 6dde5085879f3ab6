import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Command, readCommand, writeCommand } from '../dimse/command.ts';
import {
  type AssociateAccept,
  type AssociateRequest,
  readAccept,
  readRequest,
  writeAccept,
  writeRequest,
} from './associate.ts';
import { PduReader } from './reader.ts';
import { dataPdus } from './write.ts';

const uid = fc.stringMatching(/^[0-9.]{1,64}$/);
const title = fc.stringMatching(/^[A-Z0-9]{1,16}$/);
const id = fc.nat(127).map((half) => 2 * half + 1);
const user = fc.record({
  maxPdu: fc.nat(2 ** 31),
  implementationUid: uid,
  implementationVersion: title,
  roles: fc.array(fc.record({ sopClassUid: uid, scu: fc.boolean(), scp: fc.boolean() }), { maxLength: 3 }),
  extended: fc.array(
    fc.record({ sopClassUid: uid, info: fc.uint8Array({ maxLength: 9 }).map((bytes) => Buffer.from(bytes)) }),
    { maxLength: 2 },
  ),
});
const shared = {
  protocolVersion: fc.nat(65_535),
  calledAe: title,
  callingAe: title,
  applicationContext: uid,
  user,
};

describe('PDUs', () => {
  test('of a request and its acceptance are read as they were written', () => {
    const proposed = fc.record({ id, abstractSyntax: uid, transferSyntaxes: fc.array(uid, { maxLength: 4 }) });
    const answered = fc.record({ id, result: fc.nat(4), transferSyntax: uid });
    fc.assert(
      fc.property(fc.record({ ...shared, contexts: fc.array(proposed) }), (request: AssociateRequest) => {
        expect(readRequest(writeRequest(request).subarray(6))).toEqual(request);
      }),
    );
    fc.assert(
      fc.property(fc.record({ ...shared, contexts: fc.array(answered) }), (accept: AssociateAccept) => {
        expect(readAccept(writeAccept(accept).subarray(6))).toEqual(accept);
      }),
    );
  });

  test('give back a value of any length, whatever they and the chunks of the line are cut to', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 5000 }),
        fc.nat(2000),
        fc.integer({ min: 1, max: 700 }),
        (value, maxPdu, cut) => {
          const line = Buffer.concat(dataPdus(9, false, value, maxPdu));
          const reader = new PduReader();
          const parts: Buffer[] = [];
          let ends = 0;
          for (let at = 0; at < line.length; at += cut) {
            reader.push(line.subarray(at, at + cut));
            for (let piece = reader.next(); piece !== undefined; piece = reader.next()) {
              if (piece.type !== 'fragment') throw new Error('no fragment');
              expect([piece.context, piece.isCommand, ends]).toEqual([9, false, 0]);
              parts.push(piece.bytes);
              ends += Number(piece.last);
            }
          }
          expect(Buffer.concat(parts).equals(Buffer.from(value))).toBe(true);
          expect([ends, reader.inPdu]).toEqual([1, false]);
        },
      ),
    );
  });

  test('of a command keep to the length that the other side takes', () => {
    for (const part of dataPdus(1, true, Buffer.alloc(1000), 200).filter((_, at) => at % 2 === 1))
      expect(part.length).toBeLessThanOrEqual(194);
  });

  test('carry commands, whose unknown elements are passed over', () => {
    const command: Command = {
      field: 0x8021,
      respondedTo: 7,
      status: 0xff00,
      affectedClass: '1.2.3',
      destination: 'PACS',
      completed: 3,
      comment: 'odd',
      hasDataSet: true,
    };
    const bytes = writeCommand(command);
    expect(bytes.readUInt32LE(8)).toBe(bytes.length - 12);
    const unknown = Buffer.from('\0\0\x55\x55\x02\0\0\0ab', 'latin1');
    expect(readCommand(Buffer.concat([bytes, unknown]))).toEqual(command);
  });
});
