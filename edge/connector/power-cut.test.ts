import { expect, test } from '@jest/globals';
import { MemoryDisk } from '../files/testing/memory-disk.ts';
import { publishedOf, resultIdOf } from './testing/results.ts';
import { until, worldOf } from './testing/world.ts';

/** Four versions of two results of two records, one of them a withdrawal, and one more that the queue repeats. */
const MESSAGES = [
  publishedOf({ name: 'a', record: 1, version: 1 }),
  publishedOf({ name: 'b', record: 2, version: 1 }),
  publishedOf({ name: 'a', record: 1, version: 2, state: 'withdrawn' }),
  publishedOf({ name: 'b', record: 2, version: 2 }),
];

/** Two lives of a connector on one disk; in the first one the power goes at the given step. Undefined: it never came so far. */
async function livesWith(cutAt: number, { replaces }: { replaces: boolean }) {
  const it = await worldOf({ times: 300, answerMs: 5000 });
  const disk = new MemoryDisk();
  let random = cutAt;
  const chance = (): number => {
    random = (random * 1103515245 + 12345) % 2147483648;
    return random / 2147483648;
  };
  try {
    const options = { folder: '/edge/connector', replaces };
    disk.cutAt = cutAt;
    const first = await it.start({ ...options, files: disk.files }).catch(() => undefined);
    for (const message of MESSAGES) it.queue.publish(message);
    await until(() => disk.steps >= cutAt || it.queue.told.length >= 4, 'the first life');
    const came = disk.steps >= cutAt;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (first) await it.stop(first).catch(() => undefined);
    disk.powerBack(chance);
    it.queue.giveAllBack();
    const second = await it.start({ ...options, files: disk.files });
    const settled = () => {
      const { waiting, owed, human } = second.state();
      return it.queue.length === 0 && waiting === 0 && owed === 0 && human.length + it.queue.told.length >= 2;
    };
    await until(settled, `the second life after ${cutAt}`);
    return { came, it, human: second.state().human };
  } finally {
    await it.close();
  }
}

test.each([{ replaces: true }, { replaces: false }])(
  'a power cut at any step loses no result, applies none twice and leaves no answer out: %j',
  async ({ replaces }) => {
    let steps = 0;
    for (let cutAt = 1; ; cutAt += 1) {
      const { came, it, human } = await livesWith(cutAt, { replaces });
      const shown = (name: string) => it.ehr.held.get(resultIdOf(name).slice(0, 20));
      const asked = (name: string) => human.some(({ resultId }) => resultId === resultIdOf(name));
      for (const name of ['a', 'b'])
        if (!asked(name)) expect({ cutAt, name, ...shown(name) }).toMatchObject({ cutAt, name, version: 2 });
      if (replaces) expect(human).toEqual([]);
      // To a receiver that adds, nothing that left goes a second time by itself.
      if (!replaces) {
        const sent = it.ehr.got.map(({ controlId }) => controlId);
        expect({ cutAt, sent: sent.length }).toEqual({ cutAt, sent: new Set(sent).size });
      }
      // An answer may come twice only as the same event: the region knows it by its id.
      const answers = new Map(
        it.queue.told.map(({ id, data }) => [id, `${data.resultId} ${data.version} ${data.code}`]),
      );
      const texts = [...answers.values()];
      expect({ cutAt, texts: new Set(texts).size }).toEqual({ cutAt, texts: texts.length });
      for (const name of ['a', 'b'])
        if (!asked(name)) expect(texts.filter((one) => one === `${resultIdOf(name)} 2 AA`)).toHaveLength(1);
      if (!came) break;
      steps = cutAt;
    }
    expect(steps).toBeGreaterThan(20);
  },
  120_000,
);
