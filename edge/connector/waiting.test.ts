import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { OkaError } from '../../schemas/errors.ts';
import type { Connector } from './connector.ts';
import { decideResult } from './decisions.ts';
import type { TakenResult } from './letter.ts';
import { publishedOf, resultIdOf } from './testing/results.ts';
import { type ConnectorWorld, until, worldOf } from './testing/world.ts';

let it: ConnectorWorld;
beforeEach(async () => {
  it = await worldOf();
});
afterEach(() => it.close());

const versions = (): number[] => it.ehr.got.map(({ version }) => version);

describe('what a human decides', () => {
  async function asked() {
    const connector = await it.start({ replaces: false });
    it.ehr.is('silent');
    it.queue.publish(publishedOf({}));
    await until(() => connector.state().human.length === 1);
    it.ehr.is('AA');
    return connector;
  }
  const decide = (decision: 'repeat' | 'delivered' | 'drop') =>
    decideResult(it.folder, { resultId: resultIdOf('a'), version: 1, decision });

  test.each([
    ['repeat', 2, ['AA 1']],
    ['delivered', 1, ['AA 1 confirmed by hand']],
    ['drop', 1, ['AE 1 given up by hand']],
  ] as const)('%s ends the question', async (decision, sent, told) => {
    const connector = await asked();
    await decide(decision);
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(told);
    expect(it.ehr.got).toHaveLength(sent);
    expect(new Set(it.ehr.got.map(({ controlId }) => controlId)).size).toBe(1);
    expect(connector.state().human).toEqual([]);
  });

  test('is still asked after a restart', async () => {
    await it.stop(await asked());
    const connector = await it.start({ replaces: false });
    expect(connector.state()).toMatchObject({ waiting: 0, human: [{ code: 'ehr-silent', why: 'no answer' }] });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(it.ehr.got).toHaveLength(1);
  });

  test('a newer version makes the question needless', async () => {
    const connector = await asked();
    it.queue.publish(publishedOf({ version: 2 }));
    await until(() => it.queue.told.length === 2);
    expect(it.told()).toEqual(['AA 1 superseded by version 2', 'AA 2']);
    expect(connector.state().human).toEqual([]);
  });

  test('what was refused may be sent again when its cause is mended; the region then hears AA', async () => {
    const connector = await it.start();
    it.ehr.is('AE 204');
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    expect(connector.state().human).toMatchObject([{ code: 'ehr-refused' }]);
    it.ehr.is('AA');
    await decide('repeat');
    await until(() => it.queue.told.length === 2);
    expect(it.told()).toEqual(['AE 1 HL7 AE 204 Unknown key identifier', 'AA 1']);
  });
});

describe('what waits', () => {
  /** When nothing is on its way any more: what is tried at this moment would still arrive as it is. */
  async function backOn(connector: Connector): Promise<void> {
    await until(() => connector.state().breaker.state === 'open');
    await it.ehr.on();
  }

  test('goes newest first of each result: what a newer version replaces is skipped and told so', async () => {
    await it.ehr.off();
    const connector = await it.start();
    for (const version of [1, 2, 3]) it.queue.publish(publishedOf({ version }));
    await until(() => it.queue.length === 0);
    expect(connector.state()).toMatchObject({ waiting: 1 });
    await backOn(connector);
    await until(() => it.queue.told.length === 3);
    expect(versions()).toEqual([3]);
    expect(it.told()).toEqual(['AA 1 superseded by version 3', 'AA 2 superseded by version 3', 'AA 3']);
  });

  test('a withdrawal is never skipped: somebody may have read what it takes back', async () => {
    await it.ehr.off();
    const connector = await it.start();
    it.queue.publish(publishedOf({ version: 1 }));
    it.queue.publish(publishedOf({ version: 2, state: 'withdrawn' }));
    it.queue.publish(publishedOf({ version: 3 }));
    await until(() => it.queue.length === 0);
    await backOn(connector);
    await until(() => it.queue.told.length === 3);
    expect(it.ehr.got.map(({ version, status }) => `${version} ${status}`)).toEqual(['2 W', '3 P']);
  });

  test('goes in the order of its record, and the record with a critical result goes first', async () => {
    await it.ehr.off();
    const connector = await it.start();
    it.queue.publish(publishedOf({ name: 'info', record: 1, severity: 'info' }));
    it.queue.publish(publishedOf({ name: 'before', record: 2, severity: 'info' }));
    it.queue.publish(publishedOf({ name: 'critical', record: 2, severity: 'critical' }));
    it.queue.publish(publishedOf({ name: 'warning', record: 3, severity: 'warning' }));
    await until(() => it.queue.length === 0);
    await backOn(connector);
    await until(() => it.queue.told.length === 4);
    const names = ['info', 'before', 'critical', 'warning'];
    const sent = it.ehr.got.map(({ filler }) => names.find((name) => resultIdOf(name).startsWith(filler)));
    expect(sent).toEqual(['before', 'critical', 'warning', 'info']);
  });

  test('beyond what may wait here stays in the queue of the region', async () => {
    await it.ehr.off();
    const connector = await it.start({ waitingBytes: 20_000 });
    for (let record = 1; record <= 40; record += 1) it.queue.publish(publishedOf({ record, name: `r${record}` }));
    await until(() => connector.state().queue.full);
    expect(it.queue.length).toBeGreaterThan(0);
    await backOn(connector);
    await until(() => it.queue.told.length === 40, 'all', 20_000);
    expect(it.queue.length).toBe(0);
  }, 30_000);
});

describe('the region', () => {
  test('is told when it is back, each version once', async () => {
    const connector = await it.start();
    await until(() => it.queue.queue !== undefined);
    it.queue.publish(publishedOf({}));
    await until(() => it.ehr.got.length === 1 || it.queue.length === 0);
    it.queue.setAway(true);
    it.queue.publish(publishedOf({ name: 'b', record: 2 }));
    await until(() => connector.state().queue.awaySince !== undefined);
    it.queue.setAway(false);
    await until(() => it.queue.told.length === 2);
    expect(it.told()).toEqual(['AA 1', 'AA 1']);
  });
});

describe('other parts of the edge', () => {
  test('get every result in order, also while the record system is silent; one that is down misses nothing', async () => {
    await it.ehr.off();
    let isDown = true;
    const [cache, pacs]: TakenResult[][] = [[], []];
    const consumers = [
      { name: 'cache', take: async (one: TakenResult) => void cache?.push(one) },
      {
        name: 'pacs',
        async take(one: TakenResult) {
          if (isDown) throw new OkaError('unavailable');
          pacs?.push(one);
        },
      },
    ];
    const first = await it.start({ consumers });
    for (const version of [1, 2]) it.queue.publish(publishedOf({ version }));
    await until(() => cache?.length === 2);
    expect(first.state().consumers).toMatchObject([
      { name: 'cache', behind: 0 },
      { name: 'pacs', behind: 2 },
    ]);
    await it.ehr.on();
    await until(() => it.queue.told.length === 2);
    await it.stop(first);
    isDown = false;
    await it.start({ consumers });
    await until(() => pacs?.length === 2);
    expect(pacs?.map(({ version, bundle }) => [version, 'entry' in bundle])).toEqual([
      [1, true],
      [2, true],
    ]);
    expect(cache).toHaveLength(2);
  });
});
