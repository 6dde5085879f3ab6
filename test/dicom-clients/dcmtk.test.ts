import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { store } from '../../edge/dicom/client.ts';
import { fileObject } from '../../edge/dicom/file-object.ts';
import type { Dataset } from '../../edge/dicom/services.ts';
import { certificate } from '../certificate.ts';
import { corpusFiles, describeWith, run } from './programs.ts';
import { atEnd, closeAll, digests, openRealDoor, scratch } from './spool.ts';
import { tapTo } from './tap.ts';

afterEach(closeAll);

/** How storescu is told to propose a syntax: it does so for none but the uncompressed by itself. */
const PROPOSING: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.4.50': '-xy',
  '1.2.840.10008.1.2.4.51': '-xx',
  '1.2.840.10008.1.2.4.70': '-xs',
  '1.2.840.10008.1.2.4.90': '-xv',
  '1.2.840.10008.1.2.4.91': '-xw',
};
const isSound = (name: string): boolean => !name.startsWith('BROKEN');

/** The data set of a file, found by the group length of its meta information (PS3.10 §7.1). */
function dataSetOf(path: string): Buffer {
  const bytes = readFileSync(path);
  return bytes.subarray(144 + bytes.readUInt32LE(140));
}

describeWith([], { corpus: true })('real files sent by a client that changes nothing', () => {
  test('arrive byte for byte as they lie in their files', async () => {
    const { server, dataSets } = await openRealDoor();
    const files = corpusFiles();
    const objects = (await Promise.all(files.map((path) => fileObject(path).catch(() => undefined)))).flatMap(
      (object, index) => (object === undefined ? [] : [{ object, path: files[index] as string }]),
    );
    const peer = { aeTitle: 'OKA', host: '127.0.0.1', port: server.port };
    const outcomes = await store(
      peer,
      objects.map(({ object }) => object),
    );
    expect(outcomes.filter((outcome) => outcome.class !== 'done')).toEqual([]);
    // Of some files the meta information has no length, or none: those are left to the other tests.
    const whole = objects.filter(({ path }) => readFileSync(path).toString('latin1', 128, 138) === 'DICM\x02\0\0\0UL');
    expect(whole.length).toBeGreaterThan(12);
    expect(digests(await dataSets())).toEqual(
      expect.arrayContaining(digests(whole.map(({ path }) => dataSetOf(path)))),
    );
  }, 60_000);
});

describeWith(['storescu'], { corpus: true })('storescu', () => {
  test('sends every file of the corpus that it can read, and what it sent lies in the spool byte for byte', async () => {
    const { server, dataSets } = await openRealDoor();
    const tap = await tapTo(server.port);
    atEnd(tap.close);
    const sent: string[] = [];
    for (const path of corpusFiles()) {
      const syntax = (await fileObject(path).catch(() => undefined))?.encodings[0]?.transferSyntaxUid ?? '';
      const args = [PROPOSING[syntax] ?? '-xe', '-aec', 'OKA', '127.0.0.1', String(tap.port), path];
      // It cannot read some broken files, and sends nothing of those.
      if ((await run('storescu', args)).code === 0) sent.push(basename(path));
    }
    expect(sent).toEqual(
      expect.arrayContaining(
        corpusFiles()
          .map((path) => basename(path))
          .filter(isSound),
      ),
    );
    expect(digests(await dataSets())).toEqual([...new Set(digests(tap.dataSets()))]);
    expect(tap.dataSets()).toHaveLength(sent.length);
  }, 60_000);

  test('sends over TLS with a client certificate, and is kept out without one', async () => {
    const authority = certificate('clinic authority');
    const [edge, modality] = [certificate('edge', authority), certificate('modality', authority)];
    const folder = scratch();
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const { server, spool } = await openRealDoor({
      tls: { key: edge.key, cert: edge.cert, ca: authority.cert, clients: { fingerprints: [modality.fingerprint] } },
    });
    const path = corpusFiles().find((one) => one.includes('CT_')) as string;
    const target = ['-aec', 'OKA', '127.0.0.1', String(server.port), path];
    const ca = ['+cf', file('ca.pem', authority.cert)];
    const shown = ['+tls', file('key.pem', modality.key), file('cert.pem', modality.cert)];
    expect((await run('storescu', ['+tla', ...ca, ...target])).code).not.toBe(0);
    expect(await run('storescu', [...shown, ...ca, ...target])).toMatchObject({ code: 0 });
    expect([...spool.entries()].map(({ about }) => about.certificate?.fingerprint)).toEqual([modality.fingerprint]);
  });
});

describeWith(['echoscu', 'findscu'])('echoscu and findscu', () => {
  test('are answered, and refused under another title', async () => {
    const { server } = await openRealDoor();
    expect(await run('echoscu', ['-aec', 'OKA', '127.0.0.1', String(server.port)])).toMatchObject({ code: 0 });
    const { code, said } = await run('echoscu', ['-aec', 'OTHER', '127.0.0.1', String(server.port)]);
    expect([code === 0, said]).toEqual([false, expect.stringContaining('Called AE Title Not Recognized')]);
  });

  test('read a worklist in Cyrillic, and may cancel it', async () => {
    const queries: Dataset[] = [];
    const { server } = await openRealDoor({
      services: {
        async *find(query) {
          queries.push(query);
          for (let index = 0; index < 5; index += 1)
            yield { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Небылицын^Пётр', PatientID: String(index) };
        },
      },
    });
    const keys = ['-k', '0010,0010', '-k', '0010,0020', '-k', '0040,0100[0].0008,0060=CT'];
    const asked = ['-W', '-aec', 'OKA', ...keys, '127.0.0.1', String(server.port)];
    const { code, said } = await run('findscu', asked);
    expect(code).toBe(0);
    expect(said.match(/Небылицын\^Пётр/g)).toHaveLength(5);
    expect(queries[0]).toEqual({
      PatientName: '',
      PatientID: '',
      ScheduledProcedureStepSequence: [{ Modality: 'CT' }],
    });
    expect((await run('findscu', ['--cancel', '2', ...asked])).code).toBe(0);
  });
});
