import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { echo, find, move, store } from '../../edge/dicom/client.ts';
import { fileObject } from '../../edge/dicom/file-object.ts';
import { startOrthanc } from './orthanc.ts';
import { corpusFiles, describeWith } from './programs.ts';
import { atEnd, closeAll, digests, openRealDoor } from './spool.ts';
import { tapTo } from './tap.ts';

afterEach(closeAll);

type Taken = { readonly ID: string } | undefined;

const sound = (): string[] => corpusFiles().filter((path) => !basename(path).startsWith('BROKEN'));

describeWith(['Orthanc'], { corpus: true })('Orthanc', () => {
  test('sends what it holds, in every syntax, and what it sent lies in the spool byte for byte', async () => {
    const { server, dataSets, spool } = await openRealDoor();
    const tap = await tapTo(server.port);
    atEnd(tap.close);
    const { ask } = await startOrthanc(tap.port);
    const ids: string[] = [];
    for (const path of sound()) {
      // It takes no object without a patient id; of those it has nothing to send.
      const taken = (await ask('/instances', new Uint8Array(readFileSync(path))).catch(() => undefined)) as Taken;
      if (taken !== undefined) ids.push(taken.ID);
    }
    expect(ids.length).toBeGreaterThan(9);
    await ask('/modalities/oka/store', JSON.stringify(ids));
    expect([...spool.entries()]).toHaveLength(new Set(ids).size);
    expect(digests(await dataSets())).toEqual(digests(tap.dataSets()));
    const syntaxes = new Set([...spool.entries()].map(({ about }) => about.transferSyntaxUid));
    expect(syntaxes.size).toBeGreaterThan(4);
  }, 60_000);

  test('takes objects from the edge, finds them, and moves them back to it', async () => {
    const { server, spool } = await openRealDoor();
    const { peer, ask } = await startOrthanc(server.port);
    expect(await echo(peer)).toEqual({ class: 'done' });
    const objects = await Promise.all(sound().map(fileObject));
    const outcomes = await store(peer, objects);
    const taken = objects.filter((_, index) => outcomes[index]?.class === 'done');
    expect(taken.length).toBeGreaterThan(9);
    expect(await ask('/instances')).toHaveLength(new Set(taken.map((one) => one.sopInstanceUid)).size);

    const keys = { StudyInstanceUID: '', PatientID: '', ModalitiesInStudy: '' };
    const found = await find(peer, { root: 'study', level: 'STUDY', keys });
    if (found.class !== 'done') throw new Error(found.why);
    expect(found.matches.length).toBeGreaterThan(3);
    const few = await find(peer, { root: 'patient', level: 'PATIENT', keys: { PatientID: '' }, atMost: 2 });
    expect(few).toMatchObject({ class: 'done', matches: { length: 2 } });

    const [{ StudyInstanceUID = '' } = {}] = found.matches;
    const study = { root: 'study', level: 'STUDY', keys: { StudyInstanceUID } } as const;
    const moved = await move(peer, { ...study, destination: 'OKA' });
    expect(moved).toMatchObject({ class: 'done', failed: 0 });
    expect([...spool.entries()].map(({ about }) => about.studyInstanceUid)).toContain(StudyInstanceUID);
    expect(await move(peer, { ...study, destination: 'NOBODY' })).not.toMatchObject({ class: 'done' });
  }, 60_000);
});
