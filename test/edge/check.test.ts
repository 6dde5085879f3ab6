import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { edge } from '../../cli/edge.ts';
import type { CheckLine } from '../../edge/check/line.ts';
import { startDicom } from '../../edge/dicom/server.ts';
import { certificate } from '../certificate.ts';
import { type Door, openDoor } from '../door.ts';
import { atEnd, closeAll } from '../mllp.ts';
import { printing } from '../printed.ts';
import { EVERY_DOOR, makeEdge } from './made.ts';

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());
afterEach(async () => {
  door.trouble = undefined;
  await closeAll();
});
const said = printing();

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}

async function check(
  config: string,
): Promise<{ code: number; by: (id: string) => CheckLine | undefined; lines: CheckLine[] }> {
  said.out = '';
  const code = await edge(['check', '--config', config, '--json']);
  const { lines } = JSON.parse(said.out.trim().split('\n').at(-1) ?? '') as { lines: CheckLine[] };
  return { code, lines, by: (id) => lines.find((line) => line.id === id) };
}

async function made() {
  const one = await makeEdge(door, {
    ...EVERY_DOOR,
    mllp: { port: await freePort() },
    dicom: { port: await freePort() },
    page: { port: await freePort() },
  });
  atEnd(one.remove);
  mkdirSync(one.at('in'));
  return one;
}

describe('oka edge check', () => {
  test('measures the line to a region that knows the edge, and leaves nothing there', async () => {
    const { config } = await made();
    const { code, by, lines } = await check(config);
    expect(lines.filter(({ state }) => state === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect(by('link-token')).toMatchObject({ state: 'ok' });
    expect(by('link-clock')).toMatchObject({ state: 'ok', figures: { offsetSeconds: expect.any(Number) } });
    expect(by('link-latency')?.figures?.medianMs).toBeGreaterThan(0);
    expect(by('link-up')?.figures?.kbits).toBeGreaterThan(1000);
    for (const id of ['door-mllp', 'door-dicom', 'door-page']) expect(by(id)?.found).toContain('is free');
    expect(door.it.sent).toEqual([]);
  });

  test('calls the doors of an edge that runs, as modalities and the HIS do', async () => {
    const one = await made();
    const running = await one.start();
    atEnd(running.stop);
    const { code, by } = await check(one.config);
    expect(by('door-mllp')).toMatchObject({ state: 'ok', found: expect.stringContaining('answers') });
    expect(by('door-dicom')).toMatchObject({ state: 'ok', found: expect.stringContaining('C-ECHO') });
    expect(by('door-page')).toMatchObject({ state: 'ok' });
    expect(code).toBe(0);
    // The question that proves the HL7 door is refused there: nothing of it goes to the region.
    expect(door.it.sent).toEqual([]);
  });

  test('says why the region does not let it in, and what to do', async () => {
    const one = await made();
    writeFileSync(
      one.config,
      readFileSync(one.config, 'utf8').replace(/audience: .*/, 'audience: https://elsewhere.test'),
    );
    const { code, by } = await check(one.config);
    expect(code).toBe(1);
    expect(by('link-token')).toMatchObject({ state: 'fail', whatToDo: expect.stringContaining('oka trust add') });
    expect(by('link-up')).toBeUndefined();
  });

  test('says that nobody is there, that a port is taken, and that a PACS does not answer', async () => {
    const one = await made();
    const taken = await startDicom({
      port: 0,
      aeTitle: 'X',
      peers: 'any',
      take: () => Promise.reject(new Error('no')),
    });
    atEnd(taken.stop);
    const text = readFileSync(one.config, 'utf8')
      .replace(/url: http.*/, `url: http://127.0.0.1:${await freePort()}`)
      .replace(/^dicom:\n(?: .*\n)*? {2}port: \d+/m, (block) => block.replace(/port: \d+/, `port: ${taken.port}`));
    writeFileSync(
      one.config,
      `${text}\npacs:\n  peer: { aeTitle: PACS, host: 127.0.0.1, port: ${await freePort()} }\n`,
    );
    const { code, by } = await check(one.config);
    expect(code).toBe(1);
    expect(by('link')).toMatchObject({ state: 'fail', found: expect.stringContaining('ECONNREFUSED') });
    expect(by('door-dicom')).toMatchObject({ state: 'fail', found: expect.stringContaining('EADDRINUSE') });
    expect(by('pacs')).toMatchObject({ state: 'fail', whatToDo: expect.stringContaining('AE title') });
  });

  test('looks at the certificates of PACS, modality and record system as they are called', async () => {
    const authority = certificate('clinic authority');
    const [ours, pacs, stranger] = [certificate('edge', authority), certificate('pacs', authority), certificate('x')];
    const one = await made();
    for (const [name, text] of Object.entries({ 'ca.pem': authority.cert, 'us.pem': ours.cert, 'us.key': ours.key }))
      writeFileSync(one.at(name), text, { mode: 0o600 });
    const tls = { key: pacs.key, cert: pacs.cert, clients: { fingerprints: [ours.fingerprint] } };
    const listener = await startDicom({
      ...{ port: 0, aeTitle: 'PACS', peers: 'any', tls },
      take: () => Promise.reject(new Error('no')),
    });
    atEnd(listener.stop);
    const ehr = createTls({ key: pacs.key, cert: pacs.cert }).listen(0, '127.0.0.1');
    ehr.on('tlsClientError', () => undefined);
    atEnd(() => ehr.close());
    await once(ehr, 'listening');
    const { port: ehrPort } = ehr.address() as AddressInfo;
    const where = `host: 127.0.0.1, port: ${listener.port}`;
    const written = readFileSync(one.config, 'utf8').replace(/^dicom:\n(?: .*\n)*/m, '');
    const withTls = (pacsTls: string, ehrTls: string): void =>
      writeFileSync(
        one.config,
        `${written}
dicom:
  port: 0
  tls: { cert: us.pem, key: us.key }
  peers: [{ aeTitle: PACS, ${where}, fingerprint: ${pacs.fingerprint}, tls: {} }]
pacs: { peer: { aeTitle: PACS, ${where}, tls: ${pacsTls} } }
connector:
  ehr: mis
  mllp: { host: 127.0.0.1, port: ${ehrPort}, tls: ${ehrTls} }
`,
      );
    withTls('{ ca: ca.pem }', `{ fingerprint: ${pacs.fingerprint} }`);
    const good = await check(one.config);
    for (const id of ['pacs', 'modality PACS', 'ehr']) expect(good.by(id)).toMatchObject({ state: 'ok' });
    for (const id of ['certificate of pacs', 'certificate of modality PACS', 'certificate of ehr'])
      expect(good.by(id)).toMatchObject({ state: 'ok', found: 'good until 2049-12-31' });

    withTls(`{ fingerprint: ${stranger.fingerprint} }`, '{}');
    const bad = await check(one.config);
    expect(bad.by('pacs')).toMatchObject({ state: 'fail' });
    expect(bad.by('certificate of pacs')).toMatchObject({
      state: 'fail',
      found: expect.stringContaining(pacs.fingerprint),
    });
    expect(bad.by('certificate of ehr')).toMatchObject({
      state: 'fail',
      whatToDo: expect.stringContaining('tls.ca'),
    });
  });

  test('prints for people, too', async () => {
    const { config } = await made();
    said.out = '';
    await edge(['check', '--config', config]);
    expect(said.out).toMatch(/^ok {4}link-token +the region knows this edge$/m);
    expect(said.out).toMatch(/Nothing failed/);
  });
});
