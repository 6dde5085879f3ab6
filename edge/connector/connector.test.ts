import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sha256Hex } from '../../test/sha256.ts';
import { ApiFailed } from './binary.ts';
import type { Mood } from './testing/mllp-ehr.ts';
import { publishedOf, recordOf, resultIdOf } from './testing/results.ts';
import { type ConnectorWorld, fastTime, until, worldOf } from './testing/world.ts';

let it: ConnectorWorld;
beforeEach(async () => {
  it = await worldOf();
});
afterEach(() => it.close());

const versions = (): number[] => it.ehr.got.map(({ version }) => version);

describe('a result', () => {
  test('reaches the record system as ORU^R01, and the region is told AA once', async () => {
    const connector = await it.start();
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    expect(it.ehr.got).toHaveLength(1);
    expect(it.ehr.got[0]).toMatchObject({ version: 1, status: 'P', patient: 'D-1' });
    expect(it.queue.told[0]).toMatchObject({
      type: 'oka.result.delivered',
      source: 'oka/connector/demo',
      data: { ehr: 'demo', record: recordOf(1), resultId: resultIdOf('a'), version: 1, code: 'AA' },
    });
    expect(it.queue.length).toBe(0);
    await until(() => connector.state().owed === 0);
    expect(connector.state()).toMatchObject({ waiting: 0, human: [], breaker: { state: 'closed' } });
  });

  test('that the queue repeats, or that is older than what is there, is dropped quietly', async () => {
    await it.start();
    for (const version of [2, 2, 1]) it.queue.publish(publishedOf({ version }));
    await until(() => it.queue.length === 0 && it.queue.told.length === 1);
    it.queue.publish(publishedOf({ version: 3 }));
    await until(() => it.queue.told.length === 2);
    expect(versions()).toEqual([2, 3]);
    expect(it.told()).toEqual(['AA 2', 'AA 3']);
  });

  test('keeps its version over a restart', async () => {
    const first = await it.start();
    it.queue.publish(publishedOf({ version: 2 }));
    await until(() => it.queue.told.length === 1);
    await it.stop(first);
    await it.start();
    it.queue.publish(publishedOf({ version: 2 }));
    it.queue.publish(publishedOf({ version: 3 }));
    await until(() => it.queue.told.length === 2);
    expect(versions()).toEqual([2, 3]);
  });

  test('does not wait because the clock of the edge was set back, by hours or by years', async () => {
    let aheadMs = 10 * 365 * 24 * 3_600_000;
    const time = { ...it.time, now: () => it.time.now() + aheadMs };
    await it.start({ time });
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    it.ehr.is('silent');
    it.queue.publish(publishedOf({ version: 2 }));
    await until(() => it.events.some(({ what }) => what === 'failed'));
    aheadMs = 0;
    it.ehr.is('AA');
    await until(() => it.queue.told.length === 2);
    expect(it.told()).toEqual(['AA 1', 'AA 2']);
  });

  test('that is withdrawn goes as W', async () => {
    await it.start();
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    it.queue.publish(publishedOf({ version: 2, state: 'withdrawn' }));
    await until(() => it.queue.told.length === 2);
    expect(it.ehr.got.map(({ status }) => status)).toEqual(['P', 'W']);
  });

  test('whose bundle is another patient’s is refused and told, and never sent', async () => {
    await it.start();
    it.queue.publish(publishedOf({ patient: { id: 'someone-else' } }));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AE 1 the Patient is of another record']);
    expect(it.ehr.got).toEqual([]);
  });

  test('of another record system is left to the queue', async () => {
    await it.start();
    it.queue.publish(publishedOf({ ehr: 'other' }));
    await until(() => it.events.some(({ what }) => what === 'unreadable'));
    expect(it.queue.length).toBe(1);
  });

  test('whose bundle lies at the region waits for the region, not the queue', async () => {
    const message = publishedOf({});
    const bytes = Buffer.from(JSON.stringify(message.data.bundle));
    let tries = 0;
    await it.start({
      async readBinary(path) {
        tries += 1;
        if (tries < 3) throw new ApiFailed('the API did not answer', true);
        expect(path).toBe('/fhir/Binary/large');
        return bytes;
      },
    });
    const bundleAt = { path: '/fhir/Binary/large', sha256: sha256Hex(bytes), bytes: bytes.length };
    it.queue.publish(publishedOf({}, { bundle: undefined, bundleAt }));
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AA 1']);
  });
});

describe('what an answer does', () => {
  test.each([
    ['AA', 'AA 1'],
    ['CA', 'AA 1'],
    ['AE', 'AE 1 HL7 AE'],
    ['CR', 'AR 1 HL7 CR'],
    ['AE 204', 'AE 1 HL7 AE 204 Unknown key identifier'],
    ['AR 203', 'AR 1 HL7 AR 203 Unsupported version id'],
  ] satisfies [Mood, string][])('%s is told as %s, once', async (mood, told) => {
    await it.start();
    it.ehr.is(mood);
    it.queue.publish(publishedOf({}));
    await until(() => it.queue.told.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(it.told()).toEqual([told]);
    expect(it.ehr.got).toHaveLength(1);
  });

  test.each<Mood>(['AR', 'CE', 'AE 207', 'silent', 'hung', 'garbage', 'no-code', 'other-id', 'cut', 'closes'])(
    'after %s the same bytes go again to a receiver that replaces, and it shows one result',
    async (mood) => {
      await it.start();
      it.ehr.is(mood);
      it.queue.publish(publishedOf({}));
      await until(() => it.events.some(({ what }) => what === 'failed'));
      expect(it.told()).toEqual([]);
      it.ehr.is('AA');
      await until(() => it.queue.told.length === 1);
      expect(it.told()).toEqual(['AA 1']);
      expect(new Set(it.ehr.got.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(1);
      expect([...it.ehr.held.values()]).toEqual([{ version: 1, status: 'P', times: 1 }]);
    },
  );

  test.each<Mood>(['silent', 'garbage', 'no-code', 'other-id', 'cut'])(
    'after %s nothing is repeated to a receiver that adds: a human is asked, the region is told nothing',
    async (mood) => {
      const connector = await it.start({ replaces: false });
      it.ehr.is(mood);
      it.queue.publish(publishedOf({}));
      await until(() => connector.state().human.length === 1);
      it.ehr.is('AA');
      it.queue.publish(publishedOf({ name: 'b', record: 2 }));
      await until(() => it.queue.told.length === 1);
      expect(it.ehr.got).toHaveLength(2);
      expect(it.queue.told[0]?.data.resultId).toBe(resultIdOf('b'));
      expect(connector.state().human).toMatchObject([{ resultId: resultIdOf('a'), version: 1, code: 'ehr-silent' }]);
    },
  );

  test('that never came because nobody was there may always be repeated', async () => {
    await it.ehr.off();
    await it.start({ replaces: false });
    it.queue.publish(publishedOf({}));
    await until(() => it.events.some(({ what }) => what === 'failed'));
    await it.ehr.on();
    await until(() => it.queue.told.length === 1);
    expect(it.told()).toEqual(['AA 1']);
    expect(it.ehr.got).toHaveLength(1);
  });

  test('a result that is refused "for now" again and again while others are taken holds up its own record alone', async () => {
    const connector = await it.start();
    it.ehr.is(({ patient }) => (patient === 'D-1' ? 'AR 207' : 'AA'));
    it.queue.publish(publishedOf({ name: 'a', record: 1 }));
    for (let serial = 0; connector.state().human.length === 0 && serial < 400; serial += 1) {
      it.queue.publish(publishedOf({ name: `b${serial}`, record: 2 + serial }));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(connector.state().human).toMatchObject([{ code: 'ehr-busy', why: 'HL7 AR 207 Application internal error' }]);
    await until(() => it.told().some((one) => one.startsWith('AR')));
    expect(it.told().filter((one) => one.startsWith('AR'))).toEqual(['AR 1 HL7 AR 207 Application internal error']);
  });

  test('a system that says "not now" to everything loses nothing, however long it does', async () => {
    const connector = await it.start({ time: fastTime(2000) });
    it.ehr.is('AR 207');
    for (const record of [1, 2, 3]) it.queue.publish(publishedOf({ record, name: `r${record}` }));
    await until(() => it.ehr.got.length > 12, 'many tries', 20_000);
    expect(connector.state()).toMatchObject({ waiting: 3, human: [] });
    it.ehr.is('AA');
    await until(() => it.queue.told.length === 3, 'all', 20_000);
    expect(it.told()).toEqual(['AA 1', 'AA 1', 'AA 1']);
  }, 60_000);
});
