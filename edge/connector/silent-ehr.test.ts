import { expect, test } from '@jest/globals';
import { publishedOf, resultIdOf } from './testing/results.ts';
import { fastTime, until, worldOf } from './testing/world.ts';

const HOUR_MS = 60 * 60 * 1000;
const RECORDS = 30;

/** Three hours at this speed are a few seconds of ours. */
const TIMES = 3000;

test('a silent EHR: after three hours each result arrives once, the newest version, in order, the critical first', async () => {
  const it = await worldOf({ answerMs: 40 });
  const time = fastTime(TIMES);
  const began = time.now();
  try {
    const connector = await it.start({ time, perSecond: 10 });
    it.ehr.is('hung');
    // Every record has two results; every third result is corrected while the record system is silent.
    for (let record = 1; record <= RECORDS; record += 1) {
      const severity = record % 10 === 0 ? 'critical' : 'info';
      it.queue.publish(publishedOf({ name: `first ${record}`, record, severity: 'info' }));
      it.queue.publish(publishedOf({ name: `second ${record}`, record, severity }));
      if (record % 3 === 0)
        it.queue.publish(publishedOf({ name: `first ${record}`, record, version: 2, severity: 'info' }));
    }
    await until(() => it.queue.length === 0, 'the taking');
    await until(() => time.now() - began > 3 * HOUR_MS, 'three hours', 20_000);

    const silent = connector.state();
    expect(silent).toMatchObject({
      waiting: 2 * RECORDS,
      critical: 3,
      human: [],
      breaker: { state: expect.stringMatching(/open|trying/) },
    });
    expect(Date.parse(silent.waitingSince ?? '') - began).toBeLessThan(HOUR_MS);
    // The region knows that nothing was delivered: it was told nothing at all.
    expect(it.told()).toEqual([]);
    // It was not rung at all the time: the breaker tries less and less often.
    expect(it.ehr.connections()).toBeLessThan(120);

    it.ehr.is('AA');
    const back = time.now();
    await until(() => it.queue.told.length === 2 * RECORDS + RECORDS / 3, 'everything', 40_000);

    const sent = it.ehr.got.map(({ filler, version }) => `${filler} ${version}`);
    expect(new Set(sent).size).toBe(sent.length);
    expect([...it.ehr.held.values()].every(({ times }) => times === 1)).toBe(true);
    expect(it.ehr.held.size).toBe(2 * RECORDS);
    const place = (name: string): number =>
      sent.findIndex((one) => resultIdOf(name).startsWith(one.split(' ')[0] ?? '-'));
    for (let record = 1; record <= RECORDS; record += 1) {
      const corrected = record % 3 === 0;
      // What was corrected goes in the place of its correction, everything else in the order it was sent.
      expect(Math.sign(place(`second ${record}`) - place(`first ${record}`))).toBe(corrected ? -1 : 1);
      expect(it.ehr.held.get(resultIdOf(`first ${record}`).slice(0, 20))?.version).toBe(corrected ? 2 : 1);
    }
    const critical = [10, 20, 30].map((record) => place(`second ${record}`));
    expect(Math.max(...critical)).toBeLessThan(6);
    // No storm: its results came apart from one another, slowly at first.
    expect(time.now() - back).toBeGreaterThan(2 * RECORDS * 100);
    expect(it.told().filter((one) => one.startsWith('AA 1 superseded'))).toHaveLength(RECORDS / 3);
    expect(connector.state()).toMatchObject({ waiting: 0, critical: 0, breaker: { state: 'closed' } });
  } finally {
    await it.close();
  }
}, 90_000);

test('a silent EHR that adds instead of replacing puts few questions to a human, and loses nothing', async () => {
  const it = await worldOf({ answerMs: 40 });
  const time = fastTime(TIMES);
  const began = time.now();
  try {
    const connector = await it.start({ time, replaces: false });
    it.ehr.is('silent');
    for (let record = 1; record <= 200; record += 1) it.queue.publish(publishedOf({ name: `r${record}`, record }));
    await until(() => time.now() - began > 3 * HOUR_MS, 'three hours', 20_000);
    const { human, waiting } = connector.state();
    expect(human.length).toBeLessThan(60);
    expect(human.length + waiting).toBe(200);
    // Each question is one message that left, none left twice; one may be under way now.
    expect(new Set(it.ehr.got.map(({ controlId }) => controlId)).size).toBe(it.ehr.got.length);
    expect([0, 1]).toContain(it.ehr.got.length - human.length);
  } finally {
    await it.close();
  }
}, 60_000);
