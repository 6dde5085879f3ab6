import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { openCommitment } from '../../edge/commitment/commitment.ts';
import { reportCommitment } from '../../edge/dicom/client.ts';
import type { Dataset } from '../../edge/dicom/services.ts';
import { openMpps } from '../../edge/mpps/mpps.ts';
import { begun, ended, UID } from '../../edge/mpps/testing.ts';
import type { Spool } from '../../edge/spool/spool.ts';
import { order, worklist } from '../../edge/worklist/testing.ts';
import { corpusFiles, describeWith, freePort, run } from './programs.ts';
import { atEnd, closeAll, openRealDoor, scratch } from './spool.ts';

afterEach(closeAll);

/** An implementation of DICOM that is not ours plays the modality. */
const dimse = async () => {
  const { default: library } = await import('dcmjs-dimse');
  library.log.disableAll();
  return library;
};
type Library = Awaited<ReturnType<typeof dimse>>;

/** Sends one request on an association of its own; gives its status. */
async function ask(
  library: Library,
  port: number,
  request: InstanceType<Library['requests']['NCreateRequest']>,
  data: Dataset,
) {
  const client = new library.Client();
  request.setDataset(new library.Dataset({ ...data, _vrMap: {} } as Record<string, unknown>));
  client.addRequest(request);
  return new Promise<number>((resolve, reject) => {
    request.on('response', (response) => resolve(response.getStatus()));
    client.on('networkError', reject);
    client.on('associationRejected', () => reject(new Error('rejected')));
    client.send('127.0.0.1', port, 'XRAY', 'OKA');
  });
}

/** The modality's door for reports; `events` is what it has heard. */
async function modalityAt(library: Library, port: number) {
  const events: { type: number; data: Record<string, unknown> }[] = [];
  class Modality extends library.Scp {
    override associationRequested(association: InstanceType<Library['association']['Association']>) {
      for (const { id } of association.getPresentationContexts()) {
        const context = association.getPresentationContext(id);
        context.setResult(0, context.getTransferSyntaxUids()[0]);
      }
      this.sendAssociationAccept();
    }
    override nEventReportRequest(
      request: InstanceType<Library['requests']['NEventReportRequest']>,
      callback: (response: InstanceType<Library['responses']['NEventReportResponse']>) => void,
    ) {
      events.push({ type: request.getEventTypeId(), data: request.getDataset()?.getElements() ?? {} });
      const response = library.responses.NEventReportResponse.fromRequest(request);
      response.setStatus(0);
      callback(response);
    }
    override associationReleaseRequested() {
      this.sendAssociationReleaseResponse();
    }
  }
  const server = new library.Server(Modality);
  const listening = new Promise<void>((resolve) => server.on('listening', () => resolve()));
  server.listen(port);
  await listening;
  atEnd(() => server.close());
  return events;
}

const MPPS = '1.2.840.10008.3.1.2.3.3';
const COMMITMENT = '1.2.840.10008.1.20.1';

/** A clinic's edge with all that modalities need; the region is played by marks of the spool. */
async function clinic(reportTo: number) {
  const folder = scratch();
  const { worklist: list } = await worklist(join(folder, 'worklist'));
  atEnd(() => list.close());
  await list.take(order({ zds: '2.25.77' }), '2026-02-03T05:00:00.000Z');
  let spool: Spool | undefined;
  const later = (): Spool => spool as Spool;
  const mpps = await openMpps({
    folder: join(folder, 'mpps'),
    spool: { begin: () => later().begin() },
    performed: list.performed,
  });
  const listeners: Parameters<Spool['onMark']>[0][] = [];
  const commitment = await openCommitment({
    folder: join(folder, 'commitment'),
    spool: {
      bySopInstance: (uid) => later().bySopInstance(uid),
      onMark: (listener) => void listeners.push(listener),
      onTaken: () => undefined,
    },
    backoffMs: [50, 200],
    report: (aeTitle, report) =>
      reportCommitment({ aeTitle, host: '127.0.0.1', port: reportTo, connectMs: 500 }, report),
  });
  const door = await openRealDoor({ services: { mpps, commitment: commitment.take } });
  spool = door.spool;
  for (const listener of listeners) spool.onMark(listener);
  atEnd(() => mpps.close());
  atEnd(() => commitment.stop());
  return { list, mpps, commitment, spool, port: door.server.port };
}

test('a step that another implementation completes leaves the worklist and lies in the spool for the region', async () => {
  const library = await dimse();
  const { list, spool, port } = await clinic(1);
  const [item] = list.items();
  const scheduled = [
    {
      StudyInstanceUID: item?.studyInstanceUid ?? '',
      ScheduledProcedureStepID: item?.stepId ?? '',
      AccessionNumber: 'F1',
    },
  ];
  const { NCreateRequest, NSetRequest } = library.requests;
  expect(
    await ask(library, port, new NCreateRequest(MPPS, UID), begun({ ScheduledStepAttributesSequence: scheduled })),
  ).toBe(0);
  expect(list.items().map(({ state }) => state)).toEqual(['started']);
  expect(await ask(library, port, new NCreateRequest(MPPS, UID), begun())).toBe(0x0111);
  expect(await ask(library, port, new NSetRequest(MPPS, UID), ended('COMPLETED'))).toBe(0);
  expect(list.items()).toEqual([]);
  expect(await ask(library, port, new NSetRequest(MPPS, UID), ended('COMPLETED'))).toBe(0x0110);
  while (spool.bySopInstance(UID).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(spool.bySopInstance(UID)[0]?.about).toMatchObject({ by: 'mpps', studyInstanceUid: item?.studyInstanceUid });
}, 20_000);

describeWith(['storescu'], { corpus: true })('storage commitment', () => {
  test('of objects sent by storescu is told when the region has them, to a modality that was away', async () => {
    const library = await dimse();
    const reportTo = await freePort();
    const { spool, commitment, port } = await clinic(reportTo);
    const [path = ''] = corpusFiles();
    const { code } = await run('storescu', ['-xe', '-aet', 'XRAY', '-aec', 'OKA', '127.0.0.1', String(port), path]);
    expect(code).toBe(0);
    const [entry] = [...spool.entries()];
    const { sopClassUid = '', sopInstanceUid = '' } = entry?.about ?? {};
    const { NActionRequest } = library.requests;
    const request = new NActionRequest(COMMITMENT, `${COMMITMENT}.1`, 1);
    const asked = {
      TransactionUID: '1.2.3.99',
      ReferencedSOPSequence: [{ ReferencedSOPClassUID: sopClassUid, ReferencedSOPInstanceUID: sopInstanceUid }],
    };
    expect(await ask(library, port, request as never, asked)).toBe(0);
    await commitment.look();
    expect(commitment.open()).toMatchObject([{ pending: 1, answered: false }]);
    await spool.mark(entry?.sha256 ?? '', { at: '2026-02-03T06:00:00.000Z', what: 'drained' });
    await commitment.look();
    expect(commitment.open()).toMatchObject([{ pending: 0, answered: true }]);
    const events = await modalityAt(library, reportTo);
    while (commitment.open().length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(events).toMatchObject([{ type: 1, data: asked }]);
  }, 30_000);
});
