import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { canonicalJson } from '../domain/fhir/canonical.ts';
import { inBatches } from '../platform/chart/batches.ts';
import { deliveryKey } from '../platform/chart/keys.ts';
import { workRows } from '../platform/chart/work-rows.ts';
import { Delivery } from '../schemas/delivery.ts';
import type { Result } from '../schemas/result.ts';
import { patient, record } from './chart-examples.ts';
import { criticalAdvice, presentFinding } from './results.ts';
import { sha256Hex } from './sha256.ts';
import type { TestWorld } from './world.ts';

const GIVEN = ['Анна', 'Пётр', 'Ольга', 'Иван', 'Мария', 'Семён', 'Вера', 'Лев'];
const BATCH = 25;

/** Rows of DynamoDB go in by twenty-five, as they would stand had each been written by itself. */
async function putRows({ chart }: TestWorld, rows: readonly object[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(rows.length / BATCH) }, (_, n) =>
    rows.slice(n * BATCH, (n + 1) * BATCH),
  );
  await inBatches(batches, (batch) => {
    const put = batch.map((Item) => ({ PutRequest: { Item: { ...Item } } }));
    return chart.client.send(new BatchWriteCommand({ RequestItems: { [chart.table]: put } }));
  });
}

/** Fills the work lists of a clinic: so many unread results of so many invented patients, each twentieth critical. */
export async function putMany(
  it: TestWorld,
  { clinic, count, patients }: { readonly clinic: string; readonly count: number; readonly patients: number },
): Promise<void> {
  const { chart } = it.world;
  const records = Array.from({ length: patients }, (_, n) => record(50_000 + n));
  const results = new Map<string, Result[]>(records.map((one) => [one, []]));
  const deliveries = Array.from({ length: count }, (_, n) => {
    const of = records[n % patients] ?? '';
    const named = { resultId: sha256Hex(`many ${n}`), contentHash: sha256Hex(`content ${n}`) };
    const result = n % 20 === 0 ? criticalAdvice(of, named) : presentFinding(of, named);
    results.get(of)?.push(result);
    const sentAt = new Date(Date.UTC(2026, 1, 1) + ((n * 7919) % count) * 60_000).toISOString();
    const recipients = [{ person: 'physician', as: 'attending' as const }];
    const { severity, resultId } = result;
    const level = severity === 'critical' ? { level: 'red' as const } : {};
    return Delivery.parse({
      ...level,
      ...{ record: of, resultId, version: 1, clinic, ehr: 'mis', severity, sentAt, recipients },
    });
  });
  await inBatches(records, async (of) => {
    const n = records.indexOf(of);
    const named = { family: `Вымышленная-${n}`, given: GIVEN[n % GIVEN.length] ?? 'Анна' };
    await chart.write({
      items: [patient(of, { ...named, birthDate: `19${40 + (n % 60)}-0${1 + (n % 9)}-11` })],
      owners: { [of]: clinic },
    });
    const revision = (await chart.head(of))?.revision ?? 0;
    await chart.putAdvice(of, revision, results.get(of) ?? []);
  });
  const now = it.time.now;
  await putRows(
    it,
    deliveries.flatMap((delivery) => [
      { ...deliveryKey(delivery.record, delivery.resultId), delivery: canonicalJson(delivery), rev: 1 },
      // The list of the clinic; that of one person is made in the same way and is as long.
      ...workRows(delivery, 1, now).slice(0, 1),
    ]),
  );
}
