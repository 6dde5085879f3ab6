import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConnector } from '../../edge/connector/connector.ts';
import { mllpDestination } from '../../edge/connector/mllp.ts';
import { startMllpEhr } from '../../edge/connector/testing/mllp-ehr.ts';
import { memoryQueue } from '../../edge/connector/testing/queue.ts';
import { publishedOf, resultIdOf } from '../../edge/connector/testing/results.ts';
import { MLLP, until } from '../../edge/connector/testing/world.ts';
import { applyResult, type Desk } from '../../local/ehr/apply.ts';
import { openLedger, parseLedger } from '../../local/ehr/ledger.ts';
import { openRecords } from '../../local/ehr/records.ts';
import { holdsTheContract } from './hold.ts';
import type { Published, Seen, Subject } from './subject.ts';

const NAMES = ['a', 'b'];
const messageOf = ({ result, version, record, withdrawn }: Published) =>
  publishedOf({ name: result, version, record, state: withdrawn ? 'withdrawn' : 'current' });
const nameOf = (id: string): string => NAMES.find((name) => resultIdOf(name).startsWith(id)) ?? id;

holdsTheContract('the stand-in record system', async (): Promise<Subject> => {
  const folder = mkdtempSync(join(tmpdir(), 'oka-conformance-'));
  const path = join(folder, 'ledger.jsonl');
  const records = openRecords(folder);
  let ledger = await openLedger(path);
  const deskOf = (): Desk => ({
    ...{ folder, ledger, records },
    readBinary: async () => new Uint8Array(),
    placeOf: () => ({ title: { ru: 'Больница', en: 'Hospital' }, zone: 'UTC' }),
    clock: () => new Date(),
  });
  return {
    give: async (published) => (await applyResult(messageOf(published).data, deskOf())).code,
    async shown() {
      const shown: Record<string, Seen> = {};
      for (const { results } of await records.all())
        for (const { resultId, version, state } of results)
          shown[nameOf(resultId)] = { version, withdrawn: state === 'withdrawn' };
      return shown;
    },
    applied: async () =>
      parseLedger(await readFile(path, 'utf8'))
        .filter(({ outcome }) => outcome === 'applied')
        .map(({ resultId, version }) => `${nameOf(resultId)} ${version}`),
    async restart() {
      await ledger.close();
      ledger = await openLedger(path);
    },
    async stop() {
      await ledger.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
});

holdsTheContract(
  'the connector with a record system on HL7 that believes every message',
  async (): Promise<Subject> => {
    const folder = mkdtempSync(join(tmpdir(), 'oka-conformance-'));
    const queue = memoryQueue();
    // It applies whatever comes: that nothing is sent twice or too late is the connector's doing.
    const ehr = await startMllpEhr();
    const start = () =>
      startConnector({
        ...{ ehr: 'demo', folder, queue: queue.queue, replaces: false, perSecond: 100 },
        destination: mllpDestination({ settings: { ...MLLP, port: ehr.port }, replaces: false, zone: 'UTC' }),
        readBinary: async () => new Uint8Array(),
      });
    let connector = await start();
    return {
      async give(published) {
        queue.publish(messageOf(published));
        const known = ehr.got.length;
        const isNew = !ehr.got.some(
          ({ filler, version }) => nameOf(filler) === published.result && version >= published.version,
        );
        await until(() => queue.length === 0 && (!isNew || ehr.got.length > known));
        await until(() => connector.state().waiting === 0 && connector.state().owed === 0);
        return 'AA';
      },
      shown: async () =>
        Object.fromEntries(
          ehr.got.map(({ filler, version, status }) => [nameOf(filler), { version, withdrawn: status === 'W' }]),
        ),
      applied: async () => ehr.got.map(({ filler, version }) => `${nameOf(filler)} ${version}`),
      async restart() {
        await connector.stop();
        connector = await start();
      },
      async stop() {
        await connector.stop();
        await ehr.stop();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
);
