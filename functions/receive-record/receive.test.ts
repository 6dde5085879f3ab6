import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { message, PID, REGION, segment } from '../../domain/hl7/map/example.ts';
import type { Chart, ChartWrite } from '../../platform/chart/chart.ts';
import type { SeenOfSender } from '../../platform/chart/unmapped.ts';
import type { ObjectStore } from '../../platform/objects.ts';
import { OkaError } from '../../schemas/errors.ts';
import type { RecordUploaded } from '../../schemas/messages.ts';
import { receiveRecord } from './receive.ts';

type Ended = Parameters<Chart['endInput']>[1];

/** Runs the function on bytes in intake; gives what it wrote, how it ended the input and what `oka trace` would show. */
async function receive(bytes: Uint8Array, clinic = 'hospital', patient?: fhir4.Patient) {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const writes: ChartWrite[] = [];
  const ends: Ended[] = [];
  const steps: string[] = [];
  const listed: (readonly string[])[] = [];
  const noted: SeenOfSender[] = [];
  const chart = {
    get: async () => (patient ? { resource: patient } : undefined),
    write: async (write: ChartWrite) => {
      writes.push(write);
      return { changed: true };
    },
    endInput: async (_: unknown, end: Ended) => {
      ends.push(end);
      return true;
    },
    step: async (_input: unknown, step: string, detail?: string) => {
      steps.push(`${step}: ${detail}`);
    },
    codes: {
      note: async (_input: unknown, _receivedAt: string, seen: readonly SeenOfSender[]) => {
        noted.push(...seen);
      },
    },
    listForHuman: async (_: unknown, reasons: readonly string[]) => {
      listed.push(reasons);
    },
    noteStatementListed: async () => {},
    noteInputListed: async () => {},
  } as unknown as Chart;
  const objects = {
    list: async () => [{ key: `record/${clinic}/${sha256}/0`, length: bytes.length }],
    get: async () => bytes,
  } as unknown as ObjectStore;
  const world: Parameters<typeof receiveRecord>[1] = {
    chart,
    objects,
    queues: { send: async () => {} },
    clock: () => new Date('2026-01-10T12:00:00.000Z'),
    region: REGION,
    env: { OKA_BUCKET_INTAKE: 'intake', OKA_ID_KEY: '5c'.repeat(32) },
  };
  const input = { kind: 'record' as const, clinic, sha256 };
  const event = { data: { input, length: bytes.length, receivedAt: '2026-01-10T12:00:00.000Z' } } as RecordUploaded;
  const thrown = await receiveRecord(event, world).catch((cause: unknown) => cause);
  return { writes, ends, steps, listed, noted, thrown, input };
}

const admission = message('ADT^A01', ['EVN|A01|20260110', PID, segment('PV1', { 2: 'I', 19: 'V-1' })]);

describe('an HL7 input', () => {
  test('is written at once and waits for the advice on its first record', async () => {
    const { writes, ends, thrown, input } = await receive(admission);
    expect([thrown, ends]).toEqual([undefined, []]);
    expect(writes).toHaveLength(1);
    const record = writes[0]?.items[0]?.record as string;
    expect(writes[0]?.awaiting).toEqual({ input, record });
    expect(writes[0]?.owners).toEqual({ [record]: 'hospital' });
    expect(writes[0]?.items.map(({ resourceType }) => resourceType)).toEqual(['Patient', 'Encounter']);
  });

  test('has its codes without a map counted, and of the others those that a rule asks for', async () => {
    const results = message(
      'ORU^R01',
      [
        PID,
        segment('OBR', { 3: 'F-1', 4: 'X^Анализ^LN', 25: 'F' }),
        'OBX|1|NM|КАЛИЙ^Калий^L||5|ммоль/л|||||F',
        'OBX|2|NM|2276-4^Ферритин^LN||50|мкг/л|||||F',
        'OBX|3|NM|НОВЫЙ^Новый показатель^L||1|ед|||||F',
      ],
      { application: 'LIS' },
    );
    expect((await receive(results, 'laboratory')).noted).toEqual([
      {
        sender: 'LIS^*',
        laboratory: true,
        loinc: ['2823-3'],
        unmapped: [
          { kind: 'observation', code: 'НОВЫЙ', name: 'Новый показатель', count: 1 },
          { kind: 'unit', code: 'ед', of: 'НОВЫЙ', count: 1 },
        ],
      },
    ]);
  });

  test('of a type that is not processed is stored and says so', async () => {
    const { writes, ends } = await receive(message('ZZZ^Z01', [PID]));
    expect(writes).toEqual([]);
    expect(ends).toEqual([{ state: 'stored', code: 'hl7-unsupported', detail: 'message 1: MSH-9' }]);
  });

  test('with one message at fault is refused with its place, and the others are written', async () => {
    const { writes, thrown } = await receive(Buffer.concat([admission, message('ADT^A01', ['EVN|A01|20260110'])]));
    expect(thrown).toEqual(new OkaError('hl7-structure', 'message 2: PID'));
    expect(writes).toHaveLength(1);
    expect(writes[0]?.awaiting).toBeUndefined();
  });

  test('that is no HL7 at all is refused', async () => {
    expect((await receive(new TextEncoder().encode('%PDF'))).thrown).toEqual(new OkaError('not-hl7'));
  });

  test('leaves codes in its trace and never a value', async () => {
    const { steps } = await receive(
      message('ORU^R01', [PID, 'OBR|1||F1|БХ^Биохимия^L', 'OBX|1|NM|НОВЫЙ^Новый^L||17,4|ед|||||F'], {
        application: 'LIS',
      }),
      'laboratory',
    );
    expect(steps.join()).toBe('mapped: ORU^R01 utf-8; unmapped observation|НОВЫЙ ×1; unmapped unit|ед ×1');
  });

  test('from a laboratory is compared with the patient of the chart, and what differs is named', async () => {
    const result = message('ORU^R01', [PID, 'OBR|1||F1|БХ^Биохимия^L'], { application: 'LIS' });
    const chart = (patient: Partial<fhir4.Patient>): fhir4.Patient => ({ resourceType: 'Patient', ...patient });
    const same = chart({ name: [{ text: 'Nebylitsyn Pyotr' }], birthDate: '1980-05', gender: 'male' });
    const other = chart({ name: [{ text: 'Сказкина Алёна' }], birthDate: '1981', gender: 'female' });
    expect((await receive(result, 'laboratory', same)).steps).toHaveLength(1);
    const differing = await receive(result, 'laboratory', other);
    expect(differing.steps[1]).toBe('pid-differs: name, birth-date, sex');
    expect(differing.listed).toEqual([['pid-name', 'pid-birth-date', 'pid-sex']]);
    expect((await receive(result, 'laboratory', same)).listed).toEqual([]);
    expect((await receive(admission, 'hospital', other)).steps).toHaveLength(1);
  });
});
