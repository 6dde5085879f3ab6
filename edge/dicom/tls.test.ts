import { connect } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { certificate } from '../../test/certificate.ts';
import { echo, store } from './client.ts';
import { closeDoors, openDoor, until } from './testing/door.ts';
import { toSend } from './testing/objects.ts';

afterEach(closeDoors);

describe('the DICOM door on TLS', () => {
  const authority = certificate('clinic authority');
  const [edge, modality, stranger] = [
    certificate('edge', authority),
    certificate('modality', authority),
    certificate('modality'),
  ];
  const tls = { key: edge.key, cert: edge.cert, ca: authority.cert };
  const shown = (one: typeof modality | undefined) => ({
    ca: authority.cert,
    ...(one ? { key: one.key, cert: one.cert } : {}),
  });

  test.each([
    ['fingerprint', { fingerprints: [modality.fingerprint] }],
    ['subject', { subjects: ['modality'] }],
  ])('takes objects of a client whose certificate is listed by its %s, and says whose they are', async (_, clients) => {
    const { peer, taken } = await openDoor({ tls: { ...tls, clients } });
    expect(await store({ ...peer, tls: shown(modality) }, [toSend(1, 100_000)])).toEqual([{ class: 'done' }]);
    const { fingerprint, name: subject } = modality;
    expect(taken[0]?.about.certificate).toEqual({ fingerprint, subject });
  });

  test.each([
    ['none', undefined],
    ['one of the same name that the authority has not signed', stranger],
  ])('keeps out a client that shows %s', async (_, one) => {
    const { peer, events } = await openDoor({ tls: { ...tls, clients: { subjects: ['modality'] } } });
    expect(await echo({ ...peer, tls: shown(one) })).toMatchObject({ class: 'transient' });
    await until(() => events.length > 0);
    expect(events[0]).toMatchObject({ what: 'no-connection', why: 'certificate', address: '127.0.0.1' });
  });

  test('lets a peer of the list in with its own certificate alone', async () => {
    const { peer } = await openDoor({
      tls: { ...tls, clients: { subjects: ['modality'], fingerprints: [stranger.fingerprint] } },
      peers: [{ aeTitle: 'CT1', fingerprint: modality.fingerprint }],
    });
    expect(await echo({ ...peer, tls: shown(modality) })).toEqual({ class: 'done' });
    expect(await echo({ ...peer, tls: shown(stranger) })).toMatchObject({ class: 'permanent' });
  });

  test('asks for certificates, so that peers without one may come beside those that must have theirs', async () => {
    const { peer } = await openDoor({
      tls: { ...tls, asks: true },
      peers: [{ aeTitle: 'CT1', fingerprint: modality.fingerprint }, { aeTitle: 'CT2' }],
    });
    expect(await echo({ ...peer, tls: shown(modality) })).toEqual({ class: 'done' });
    expect(await echo({ ...peer, tls: shown(undefined) })).toMatchObject({ class: 'permanent' });
    expect(await echo({ ...peer, callingAe: 'CT2', tls: shown(undefined) })).toEqual({ class: 'done' });
  });

  test('is not for those who speak plain DICOM', async () => {
    const { server, events } = await openDoor({ tls });
    const socket = connect({ port: server.port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    socket.write(Buffer.alloc(100, 1));
    await until(() => socket.destroyed);
    expect(events).toEqual([{ what: 'no-connection', why: 'handshake', address: '127.0.0.1' }]);
  });

  test('is not taken for another: a client that expects a certificate sends nothing to any other', async () => {
    const { peer, events } = await openDoor({ tls });
    const right = { ...peer, tls: { fingerprint: edge.fingerprint } };
    expect(await echo(right)).toEqual({ class: 'done' });
    const wrong = { ...peer, tls: { fingerprint: stranger.fingerprint } };
    expect(await echo(wrong)).toMatchObject({ class: 'permanent' });
    await until(() => events.length > 1);
    expect(events.at(-1)).not.toMatchObject({ messages: 1 });
  });
});
