import { describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import { type PartSetup, startParts } from './part.ts';

const taken = new OkaError('configuration', '127.0.0.1:11112 cannot be listened on (EADDRINUSE)');

function part(name: string, log: string[], more: Partial<PartSetup> = {}): PartSetup {
  return {
    name,
    async start() {
      log.push(`start ${name}`);
      return { stop: () => log.push(`stop ${name}`), state: () => ({ waiting: 1 }) };
    },
    ...more,
  };
}
const broken = (name: string, more: Partial<PartSetup> = {}): PartSetup => ({
  name,
  start: () => Promise.reject(taken),
  ...more,
});

describe('the parts of the edge', () => {
  test('start in their order and stop the other way round', async () => {
    const log: string[] = [];
    const parts = await startParts([part('uplink', log), part('dicom', log, { isDoor: true })]);
    await parts.stop();
    expect(log).toEqual(['start uplink', 'start dicom', 'stop dicom', 'stop uplink']);
  });

  test('one that does not start says why and keeps no other from running', async () => {
    const log: string[] = [];
    const said: string[] = [];
    const parts = await startParts([broken('page'), part('mllp', log, { isDoor: true })], {
      onFailed: (name) => said.push(name),
    });
    expect(parts.state()).toMatchObject({
      page: { state: 'failed', fault: expect.stringContaining('EADDRINUSE') },
      mllp: { state: 'running', waiting: 1 },
    });
    expect(said).toEqual(['page']);
    await parts.stop();
  });

  test('one that did not start is tried again until it does', async () => {
    let tries = 0;
    let ready: () => void = () => undefined;
    const isReady = new Promise<void>((resolve) => {
      ready = resolve;
    });
    const page: PartSetup = {
      name: 'page',
      async start() {
        tries += 1;
        if (tries < 3) throw taken;
        return { stop: () => undefined };
      },
    };
    const parts = await startParts([page], { retryMs: [1, 5], onStarted: ready });
    expect(parts.state().page).toMatchObject({ state: 'failed' });
    await isReady;
    expect(tries).toBe(3);
    expect(parts.state().page).toEqual({ state: 'running', since: expect.any(String) });
    await parts.stop();
  });

  test('an edge none of whose doors opens does not start, and leaves nothing running', async () => {
    const log: string[] = [];
    const starting = startParts([
      part('uplink', log),
      broken('mllp', { isDoor: true }),
      broken('dicom', { isDoor: true }),
    ]);
    await expect(starting).rejects.toBe(taken);
    expect(log).toEqual(['start uplink', 'stop uplink']);
  });

  test('one that does not stop, or fails at it, keeps no other from stopping', async () => {
    const log: string[] = [];
    const stuck: PartSetup = { name: 'pacs', start: async () => ({ stop: () => new Promise(() => undefined) }) };
    const failing: PartSetup = { name: 'page', start: async () => ({ stop: () => Promise.reject(taken) }) };
    const parts = await startParts([part('uplink', log), stuck, failing], { stopWithinMs: 10 });
    await parts.stop();
    expect(log).toEqual(['start uplink', 'stop uplink']);
  });

  test('what a foreign library says of a fault is not repeated: it may quote a patient', async () => {
    const page = { name: 'page', start: () => Promise.reject(new Error('cannot parse IVANOV')) };
    const parts = await startParts([page]);
    expect(JSON.stringify(parts.state())).not.toContain('IVANOV');
    await parts.stop();
  });
});
