import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { DicomSettings } from '../../schemas/edge/dicom.ts';
import { certificate, type TestCertificate } from '../../test/certificate.ts';
import { echo } from '../dicom/client.ts';
import { closeDoors, openDoor } from '../dicom/testing/door.ts';
import { dicomPeerOf, modalityOf } from './dicom-peers.ts';

const folder = mkdtempSync(join(tmpdir(), 'oka-peers-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(closeDoors);

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}
const pair = (name: string, { cert, key }: TestCertificate) => ({
  cert: file(`${name}.pem`, cert),
  key: file(`${name}.key`, key),
});
const authority = certificate('clinic authority');
const [edge, modality, other] = [
  certificate('edge', authority),
  certificate('modality', authority),
  certificate('other', authority),
];
const ours = pair('edge', edge);

/** A modality that takes reports over TLS, and only from us. */
async function listens(): Promise<number> {
  const clients = { fingerprints: [edge.fingerprint] };
  const { server } = await openDoor({
    aeTitle: 'CT1',
    tls: { key: modality.key, cert: modality.cert, ca: authority.cert, clients },
  });
  return server.port;
}
const dicomWith = (peer: object): DicomSettings =>
  DicomSettings.parse({ tls: ours, peers: [{ aeTitle: 'CT1', host: '127.0.0.1', ...peer }] });

async function called(settings: DicomSettings) {
  const peer = modalityOf(settings, 'CT1');
  return peer && echo(await dicomPeerOf(settings, peer));
}

describe('a modality that is called', () => {
  test('is known by the certificate with which it calls us, and sees that of our listener', async () => {
    const port = await listens();
    expect(await called(dicomWith({ port, fingerprint: modality.fingerprint, tls: {} }))).toEqual({ class: 'done' });
  });

  test.each([
    ['its authority', { tls: { ca: file('ca.pem', authority.cert) } }],
    ['a fingerprint of its listener', { fingerprint: other.fingerprint, tls: { fingerprint: modality.fingerprint } }],
  ])('may be known by %s instead', async (_, how) => {
    expect(await called(dicomWith({ port: await listens(), ...how }))).toEqual({ class: 'done' });
  });

  test('with another certificate is not spoken to', async () => {
    const port = await listens();
    expect(await called(dicomWith({ port, fingerprint: other.fingerprint, tls: {} }))).toMatchObject({
      class: 'permanent',
    });
  });

  test('sees the certificate that is named for it, where one is', async () => {
    const tls = { fingerprint: modality.fingerprint, ...pair('other', other) };
    expect((await called(dicomWith({ port: await listens(), tls })))?.class).not.toBe('done');
  });

  test('without host and port is not known', () => {
    expect(modalityOf(dicomWith({}), 'CT1')).toBeUndefined();
    expect(modalityOf(dicomWith({ port: 104 }), 'CT2')).toBeUndefined();
  });
});
