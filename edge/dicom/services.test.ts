import { afterEach, describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { find, reportCommitment } from './client.ts';
import { type Caller, type CommitmentRequest, type Dataset, STATUS } from './services.ts';
import { closeDoors, openDoor, until } from './testing/door.ts';
import { createStep, requestCommitment, setStep } from './testing/modality.ts';
import { CT } from './testing/objects.ts';

afterEach(closeDoors);

const NAME = 'Небылицын^Пётр^Фомич';
const QUERY: Dataset = {
  PatientName: '',
  PatientID: '',
  ScheduledProcedureStepSequence: [
    { Modality: 'CT', ScheduledStationAETitle: 'CT1', ScheduledProtocolCodeSequence: [] },
  ],
};

describe('the worklist of the DICOM door', () => {
  test.each([
    ['ISO_IR 192', undefined],
    ['ISO_IR 144', undefined],
    ['ISO_IR 100', 'windows-1251'],
    [undefined, undefined],
  ])('speaks Cyrillic both ways where %s is declared and %s meant', async (SpecificCharacterSet, charset) => {
    const asked: Dataset[] = [];
    const { peer } = await openDoor({
      peers: [{ aeTitle: 'CT1', ...(charset ? { charset } : {}) }],
      services: {
        async *find(query) {
          asked.push(query);
          yield { SpecificCharacterSet, PatientName: NAME, PatientID: '7' };
        },
      },
    });
    const keys = { ...QUERY, SpecificCharacterSet, PatientName: 'Небылицын*' };
    const outcome = await find({ ...peer, ...(charset ? { charset } : {}) }, { root: 'worklist', keys });
    expect(asked).toEqual([{ ...keys, SpecificCharacterSet: SpecificCharacterSet ?? 'ISO_IR 192' }]);
    expect(outcome).toMatchObject({ class: 'done', matches: [{ PatientName: NAME, PatientID: '7' }] });
  });

  test('answers item by item, and stops when the caller cancels', async () => {
    let [made, cancelled] = [0, false];
    const { peer } = await openDoor({
      services: {
        async *find(_query, _caller, signal) {
          try {
            while (!signal.aborted && made < 100_000) {
              made += 1;
              yield { PatientID: String(made) };
              await new Promise((resolve) => setImmediate(resolve));
            }
          } finally {
            cancelled = signal.aborted;
          }
        },
      },
    });
    const outcome = await find(peer, { root: 'worklist', keys: QUERY, atMost: 3 });
    expect(outcome).toMatchObject({ class: 'done', matches: [1, 2, 3].map((one) => ({ PatientID: String(one) })) });
    expect(cancelled).toBe(true);
    expect(made).toBeLessThan(100_000);
  });

  test('tells the search when the caller has gone', async () => {
    let gone = false;
    const { peer, server } = await openDoor({
      services: {
        async *find(_query, _caller, signal) {
          yield { PatientID: '1' };
          await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
          gone = true;
        },
      },
    });
    const giveUp = new AbortController();
    const outcome = find(peer, { root: 'worklist', keys: QUERY }, giveUp.signal);
    await until(() => server.associations === 1);
    giveUp.abort();
    expect(await outcome).toMatchObject({ class: 'transient' });
    await until(() => gone);
  });

  test.each([
    ['a fault of ours', new Error('x'), STATUS.unableToProcess],
    ['no room', new OkaError('no-room'), STATUS.outOfResources],
  ])('answers %s with a status, after the matches that were found, and says so', async (_, fault, status) => {
    const { peer, events } = await openDoor({
      services: {
        // biome-ignore lint/correctness/useYield: a search that fails at once
        async *find() {
          throw fault;
        },
      },
    });
    expect(await find(peer, { root: 'worklist', keys: QUERY })).toMatchObject({ class: 'transient', status });
    expect(events).toContainEqual(expect.objectContaining({ what: 'service-failed', command: 'find', status }));
  });

  test('is not there where the edge has none', async () => {
    const { peer } = await openDoor();
    expect(await find(peer, { root: 'worklist', keys: QUERY })).toMatchObject({ class: 'permanent' });
  });
});

describe('procedure steps at the DICOM door', () => {
  test('are created and changed under their UID, by whom is known', async () => {
    const seen: [string, string, Dataset, Caller][] = [];
    const { peer } = await openDoor({
      services: {
        mpps: {
          create: async (uid, dataset, caller) => {
            seen.push(['create', uid, dataset, caller]);
            return STATUS.success;
          },
          set: async (uid, dataset, caller) => {
            seen.push(['set', uid, dataset, caller]);
            return uid === '1.2.9' ? STATUS.success : STATUS.noSuchInstance;
          },
        },
      },
    });
    const step: Dataset = {
      PerformedProcedureStepStatus: 'IN PROGRESS',
      PatientName: NAME,
      PerformedSeriesSequence: [],
    };
    expect(await createStep(peer, '1.2.9', step)).toMatchObject({
      class: 'done',
      command: { affectedInstance: '1.2.9' },
    });
    expect(await setStep(peer, '1.2.9', { PerformedProcedureStepStatus: 'COMPLETED' })).toMatchObject({
      class: 'done',
    });
    expect(await setStep(peer, '1.2.8', {})).toMatchObject({ class: 'permanent', status: STATUS.noSuchInstance });
    const caller = { callingAe: 'CT1', calledAe: 'OKA', address: '127.0.0.1' };
    expect(seen).toEqual([
      ['create', '1.2.9', { ...step, SpecificCharacterSet: 'ISO_IR 192' }, caller],
      ['set', '1.2.9', { PerformedProcedureStepStatus: 'COMPLETED' }, caller],
      ['set', '1.2.8', {}, caller],
    ]);
  });

  test('get a UID from the edge where the modality gives none', async () => {
    const { peer } = await openDoor({
      services: { mpps: { create: async () => STATUS.success, set: async () => STATUS.success } },
    });
    const outcome = await createStep(peer, undefined, {});
    expect(outcome).toMatchObject({
      class: 'done',
      command: { affectedInstance: expect.stringMatching(/^2\.25\.\d+$/) },
    });
  });
});

describe('storage commitment at the DICOM door', () => {
  const objects = [
    { sopClassUid: CT, sopInstanceUid: '1.2.3.1' },
    { sopClassUid: CT, sopInstanceUid: '1.2.3.2' },
  ];

  test('is asked for object by object', async () => {
    const seen: CommitmentRequest[] = [];
    const { peer } = await openDoor({
      services: {
        commitment: async (request) => {
          seen.push(request);
          return STATUS.success;
        },
      },
    });
    expect(await requestCommitment(peer, '1.2.77', objects)).toMatchObject({ class: 'done' });
    expect(await requestCommitment(peer, '1.2.78', [])).toMatchObject({ status: STATUS.missingAttribute });
    expect(seen).toEqual([{ transactionUid: '1.2.77', objects }]);
  });

  test('is reported on an association on which we are the provider', async () => {
    // The modality's side is played by dcmjs-dimse, an implementation of its own.
    const { default: dimse } = await import('dcmjs-dimse');
    dimse.log.disableAll();
    const events: unknown[] = [];
    class Modality extends dimse.Scp {
      override associationRequested(association: InstanceType<typeof dimse.association.Association>) {
        for (const { id } of association.getPresentationContexts()) {
          const context = association.getPresentationContext(id);
          context.setResult(0, context.getTransferSyntaxUids()[0]);
        }
        this.sendAssociationAccept();
      }
      override nEventReportRequest(
        request: InstanceType<typeof dimse.requests.NEventReportRequest>,
        callback: (response: InstanceType<typeof dimse.responses.NEventReportResponse>) => void,
      ) {
        events.push(request.getEventTypeId(), request.getDataset()?.getElements());
        const response = dimse.responses.NEventReportResponse.fromRequest(request);
        response.setStatus(0);
        callback(response);
      }
      override associationReleaseRequested() {
        this.sendAssociationReleaseResponse();
      }
    }
    const server = new dimse.Server(Modality);
    const listening = new Promise<void>((resolve) => server.on('listening', () => resolve()));
    server.listen(0);
    await listening;
    const { port } = (server as unknown as { server: { address(): { port: number } } }).server.address();
    const peer = { aeTitle: 'CT1', host: '127.0.0.1', port };
    const [stored, failed] = [objects.slice(0, 1), [{ ...(objects[1] as (typeof objects)[0]), reason: 0x0112 }]];
    try {
      expect(await reportCommitment(peer, { transactionUid: '1.2.77', stored, failed })).toEqual({ class: 'done' });
      expect(await reportCommitment(peer, { transactionUid: '1.2.77', stored, failed: [] })).toEqual({ class: 'done' });
    } finally {
      server.close();
    }
    expect([events[0], events[2]]).toEqual([2, 1]);
    expect(events[1]).toMatchObject({
      TransactionUID: '1.2.77',
      ReferencedSOPSequence: [{ ReferencedSOPInstanceUID: '1.2.3.1' }],
      FailedSOPSequence: [{ ReferencedSOPInstanceUID: '1.2.3.2', FailureReason: 0x0112 }],
    });
  });
});
