import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { readHeader } from '../../domain/dicom/header.ts';
import { procedureStepContents } from '../../domain/dicom/kinds/procedure-step.ts';
import { readObject } from '../../domain/dicom/object.ts';
import { OkaError } from '../../schemas/errors.ts';
import { STEP_EXTENSION } from '../../schemas/study.ts';
import type { Performed } from '../worklist/seam.ts';
import { openMpps } from './mpps.ts';
import type { MppsEvent, MppsOptions } from './seam.ts';
import { begun, CALLER, ended, spoolInMemory, UID } from './testing.ts';

const root = mkdtempSync(join(tmpdir(), 'oka-mpps-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let serial = 0;
function folder(): string {
  serial += 1;
  return join(root, String(serial));
}

async function opened(options: Partial<MppsOptions> = {}) {
  const spool = spoolInMemory();
  const told: Performed[] = [];
  const events: MppsEvent[] = [];
  const mpps = await openMpps({
    folder: folder(),
    spool,
    performed: async (step) => void told.push(step),
    clock: () => new Date('2026-02-03T06:20:00Z'),
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { mpps, spool, told, events };
}

describe('N-CREATE', () => {
  test.each<[string, object, number]>([
    ['a whole one', {}, 0x0000],
    ['without the scheduled step', { ScheduledStepAttributesSequence: undefined }, 0x0120],
    [
      'with a scheduled step that names no study',
      { ScheduledStepAttributesSequence: [{ AccessionNumber: '' }] },
      0x0120,
    ],
    ['without a status', { PerformedProcedureStepStatus: undefined }, 0x0120],
    ['with an empty id', { PerformedProcedureStepID: '' }, 0x0121],
    ['completed from the beginning', { PerformedProcedureStepStatus: 'COMPLETED' }, 0x0106],
    ['of no patient name at all (type 2)', { PatientName: undefined }, 0x0000],
  ])('%s', async (_, more, expected) => {
    const { mpps } = await opened();
    const answer = await mpps.create(UID, begun(more as never), CALLER);
    expect(typeof answer === 'number' ? answer : answer.status).toBe(expected);
    await mpps.close();
  });

  test('twice under one UID is refused, also when both come at once', async () => {
    const { mpps } = await opened();
    const answers = await Promise.all([mpps.create(UID, begun(), CALLER), mpps.create(UID, begun(), CALLER)]);
    expect(answers).toEqual([0, { status: 0x0111 }]);
    await mpps.close();
  });
});

describe('N-SET', () => {
  test('of a step that nobody began is refused', async () => {
    const { mpps } = await opened();
    expect(await mpps.set(UID, ended('COMPLETED'), CALLER)).toEqual({ status: 0x0112 });
    await mpps.close();
  });

  test.each(['COMPLETED', 'DISCONTINUED'] as const)(
    'after %s nothing changes any more, and the answer says why',
    async (status) => {
      const { mpps } = await opened();
      await mpps.create(UID, begun(), CALLER);
      expect(await mpps.set(UID, ended(status), CALLER)).toBe(0);
      expect(await mpps.set(UID, ended('COMPLETED'), CALLER)).toEqual({
        status: 0x0110,
        errorId: 0xa510,
        comment: 'Performed Procedure Step Object may no longer be updated',
      });
      await mpps.close();
    },
  );

  test('to a status that is none is refused and changes nothing', async () => {
    const { mpps } = await opened();
    await mpps.create(UID, begun(), CALLER);
    expect(await mpps.set(UID, { PerformedProcedureStepStatus: 'DONE' }, CALLER)).toMatchObject({ status: 0x0106 });
    expect(await mpps.set(UID, ended('COMPLETED'), CALLER)).toBe(0);
    await mpps.close();
  });

  test('cannot give the step to another patient: it stays, with a warning', async () => {
    const { mpps, spool } = await opened();
    await mpps.create(UID, begun(), CALLER);
    const answer = await mpps.set(UID, ended('COMPLETED', { PatientID: '999' }), CALLER);
    expect(answer).toMatchObject({ status: 0x0107 });
    await mpps.close();
    expect(spool.files[0]?.bytes.includes('999')).toBe(false);
  });
});

describe('the end of a step', () => {
  test.each([
    ['COMPLETED', {}, { instances: ['1.2.3.9'], status: 'COMPLETED' }],
    ['DISCONTINUED', {}, { instances: ['1.2.3.9'], status: 'DISCONTINUED' }],
    [
      'DISCONTINUED',
      {
        PerformedProcedureStepDiscontinuationReasonCodeSequence: [
          { CodeValue: '110514', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Incorrect worklist entry selected' },
        ],
      },
      { instances: ['1.2.3.9'], status: 'DISCONTINUED', wrongEntry: true },
    ],
  ] as const)('%s goes to the region as the file that it reads', async (status, more, expected) => {
    const { mpps, spool, told } = await opened();
    await mpps.create(UID, begun(), CALLER);
    expect(spool.files).toEqual([]);
    expect([...mpps.underWay()]).toEqual(['2.25.77']);
    expect(mpps.isClosed('2.25.77')).toBe(false);
    await mpps.set(UID, ended(status, more), CALLER);
    expect(mpps.isClosed('2.25.77')).toBe(true);
    await mpps.close();
    const [file, ...others] = spool.files;
    expect(others).toEqual([]);
    expect(file?.about).toMatchObject({
      by: 'mpps',
      callingAe: 'XRAY',
      sopInstanceUid: UID,
      studyInstanceUid: '2.25.77',
    });
    const object = readObject(file?.bytes ?? Buffer.alloc(0), (bytes) => bytes);
    const header = readHeader(object, 'Asia/Yekaterinburg');
    expect(header).toMatchObject({
      studyInstanceUid: '2.25.77',
      accession: 'F1',
      patientId: '301',
      patient: { name: 'Иванов^Иван', birthDate: '1980-01-05', sex: 'male' },
      sourceTime: '2026-02-03T06:15:00.000Z',
    });
    const input = { kind: 'image', clinic: 'fap-1', sha256: 'a'.repeat(64) } as const;
    const { groups } = procedureStepContents({ input, header, object, receivedAt: '2026-02-03T06:20:00Z' } as never);
    const extension = Object.values(groups).flatMap(
      ({ value }) => (value as { extension: readonly { url: string; valueString: string }[] }).extension,
    );
    expect(extension.map(({ url }) => url)).toEqual([STEP_EXTENSION]);
    expect(extension.map(({ valueString }) => JSON.parse(valueString))).toEqual([expected]);
    expect(told.map((step) => [step.status, step.wrongEntry])).toEqual([
      ['IN PROGRESS', false],
      [status, 'wrongEntry' in expected],
    ]);
    expect(told[1]?.of).toEqual([{ studyInstanceUid: '2.25.77', stepId: 'S1' }]);
  });

  test('waits where the spool is full, and goes there at the next start, once', async () => {
    const place = folder();
    const full = spoolInMemory(() => new OkaError('no-room'));
    const first = await opened({ folder: place, spool: full });
    await first.mpps.create(UID, begun(), CALLER);
    expect(await first.mpps.set(UID, ended('COMPLETED'), CALLER)).toBe(0);
    await first.mpps.close();
    expect(first.events.map(({ what }) => what)).toContain('not-passed-on');
    for (const _ of [1, 2]) {
      const next = await opened({ folder: place, spool: first.spool });
      await next.mpps.close();
      expect(next.told.map(({ status }) => status)).toEqual(['COMPLETED']);
    }
    expect(first.spool.files).toHaveLength(1);
  });
});

test('a worklist that is away for a moment hears of the step when it is back', async () => {
  let away = true;
  const told: string[] = [];
  const { mpps } = await opened({
    performed: async ({ status }) => {
      if (away) throw new OkaError('unavailable');
      told.push(status);
    },
  });
  const over: string[] = [];
  mpps.onEnd((study, status) => over.push(`${study} ${status}`));
  expect(await mpps.create(UID, begun(), CALLER)).toBe(0);
  away = false;
  expect(await mpps.set(UID, ended('COMPLETED'), CALLER)).toBe(0);
  await mpps.close();
  expect([told, over]).toEqual([['COMPLETED'], ['2.25.77 COMPLETED']]);
});

test('an ended step is remembered, and refuses changes, after a restart', async () => {
  const place = folder();
  const first = await opened({ folder: place });
  await first.mpps.create(UID, begun(), CALLER);
  await first.mpps.set(UID, ended('COMPLETED'), CALLER);
  await first.mpps.close();
  const { mpps } = await opened({ folder: place });
  expect(await mpps.set(UID, ended('COMPLETED'), CALLER)).toMatchObject({ status: 0x0110 });
  expect(await mpps.create(UID, begun(), CALLER)).toEqual({ status: 0x0111 });
  await mpps.close();
});

test('bytes of attributes that nobody knows come through', async () => {
  const { mpps, spool } = await opened();
  await mpps.create(UID, begun({ '00091010': Buffer.from([1, 2, 255, 0]) }), CALLER);
  await mpps.set(UID, ended('COMPLETED'), CALLER);
  await mpps.close();
  expect(spool.files[0]?.bytes.includes(Buffer.from([1, 2, 255, 0]))).toBe(true);
});
