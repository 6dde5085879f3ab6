import { describe, expect, test } from '@jest/globals';
import { readDicom } from '../../domain/dicom/read.ts';
import { readMeta } from '../../domain/dicom/reading/meta.ts';
import { cStore } from './c-store.ts';
import { hasOrthanc, startOrthanc } from './testing/orthanc.ts';
import { HEAT_MAP, NOTE, REPORT, resultWith } from './testing/region.ts';
import { pacsStage } from './testing/stage.ts';

const { started, ends } = pacsStage();

(hasOrthanc ? describe : describe.skip)('C-STORE to Orthanc', () => {
  test('brings report, heat map and note, the same data sets', async () => {
    const orthanc = await startOrthanc();
    ends.push(orthanc.stop);
    const { pacs, done } = await started(cStore(orthanc.peer));
    await pacs.consumer.take(resultWith([REPORT, HEAT_MAP]));
    await pacs.consumer.take(resultWith([NOTE], 2));
    await done();
    expect(await orthanc.instances()).toEqual([REPORT.uid, HEAT_MAP.uid, NOTE.uid].sort());
    const kept = await orthanc.file(HEAT_MAP.uid);
    expect(kept.subarray(readMeta(kept).end).equals(HEAT_MAP.bytes.subarray(readMeta(HEAT_MAP.bytes).end))).toBe(true);
  });

  test('in the one syntax that it takes: Implicit VR Little Endian', async () => {
    const orthanc = await startOrthanc({ AcceptedTransferSyntaxes: ['1.2.840.10008.1.2'] });
    ends.push(orthanc.stop);
    const { pacs, done } = await started(cStore(orthanc.peer));
    await pacs.consumer.take(resultWith([REPORT]));
    await done();
    const kept = await orthanc.file(REPORT.uid);
    const [ours, theirs] = [REPORT.bytes, kept].map((bytes) => readDicom(bytes, 'UTC', () => new Uint8Array()));
    expect(theirs?.object.transferSyntax).toBe('1.2.840.10008.1.2');
    expect({ ...theirs?.header, transferSyntax: '' }).toEqual({ ...ours?.header, transferSyntax: '' });
  });

  test('under a title that it does not know waits until the settings are right', async () => {
    const orthanc = await startOrthanc();
    ends.push(orthanc.stop);
    const { pacs, until, events, restarted, done } = await started(cStore({ ...orthanc.peer, aeTitle: 'OTHER' }));
    await pacs.consumer.take(resultWith([REPORT]));
    await until(() => events.some(({ what }) => what === 'later'));
    expect(pacs.state()).toMatchObject({ waiting: 1, refused: { report: 0 } });
    await restarted({ send: cStore(orthanc.peer) });
    await done();
    expect(await orthanc.instances()).toEqual([REPORT.uid]);
  });
});
