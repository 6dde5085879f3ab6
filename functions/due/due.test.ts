import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { signed } from '../../domain/rules/examples.ts';
import { metricLine } from '../../platform/metrics.ts';
import { input, patient, record, snils } from '../../test/chart-examples.ts';
import { type TestWorld, withWorld } from '../../test/world.ts';
import { balanceLedgers } from './ledgers.ts';
import { oldestPairSeconds, oldestReconcileSeconds, redClinics, runMinute } from './minute.ts';

let it: TestWorld;
beforeAll(async () => {
  it = await withWorld();
});
afterAll(() => it.close());

describe('each minute', () => {
  test('the oldest study that waits for a human is told; a refused input waits for an engineer', async () => {
    const { chart, clock } = it.world;
    const listed = (n: number) => ({ ...input(n), clinic: 'lab' });
    await chart.openInput(listed(91), 10, clock().toISOString());
    await chart.endInput(listed(91), { state: 'quarantined', code: 'dicom-truncated' });
    expect(await oldestReconcileSeconds('lab', it.world)).toBe(0);
    await chart.openInput(listed(92), 10, clock().toISOString());
    await chart.endInput(listed(92), { state: 'stored', code: 'unreconciled', detail: 'patient-unknown' });
    const later = { ...it.world, clock: () => new Date(it.time.now.getTime() + 60_000) };
    expect(await oldestReconcileSeconds('lab', later)).toBe(60);
    await chart.listForHuman(listed(92), []);
    expect(await oldestReconcileSeconds('lab', later)).toBe(0);
  });

  test('what is due goes to the queue of acknowledgements; what is not yet due stays', async () => {
    const { chart, clock } = it.world;
    const dueAt = new Date(clock().getTime() + 20_000).toISOString();
    const resultId = 'a'.repeat(64);
    await chart.changeDelivery(record(1), resultId, () => ({
      record: record(1),
      resultId,
      version: 3,
      clinic: 'north',
      ehr: 'mis-north',
      severity: 'critical',
      sentAt: clock().toISOString(),
      dueAt,
    }));
    await runMinute(it.world);
    expect(it.sent).toHaveLength(0);
    it.time.now = new Date(it.time.now.getTime() + 21_000);
    await runMinute(it.world);
    expect(it.sent).toMatchObject([
      {
        queue: 'acknowledgements',
        message: { type: 'oka.delivery.due', data: { record: record(1), resultId, version: 3, dueAt } },
      },
    ]);
  });

  test('the ledgers are balanced: an input without an end for too long is overdue', async () => {
    const { chart, clock } = it.world;
    await chart.openInput({ ...input(1), clinic: 'south' }, 10, clock().toISOString());
    await chart.openInput({ ...input(2), clinic: 'south' }, 10, clock().toISOString());
    await chart.endInput({ ...input(2), clinic: 'south' }, { state: 'stored' });
    it.time.now = new Date(it.time.now.getTime() + 3600_000);
    const figures = await balanceLedgers(it.world);
    expect(figures).toContainEqual({ clinic: 'south', overdue: 1, missing: 0 });
    expect(figures).toContainEqual({ clinic: 'lab', overdue: 0, missing: 0 });
  });

  test('the age of the oldest pair of records that waits for a human is a figure of its clinic', async () => {
    const { chart } = it.world;
    const [a, b] = [record(2), record(3)];
    const both = [patient(a, { snils: snils(1) }), patient(b, { snils: snils(1), birthDate: '1981' })];
    await chart.write({ items: both, owners: { [a]: 'north', [b]: 'south' } });
    const head = await chart.head(a);
    if (head) await chart.listOpenPairs(head);
    it.time.now = new Date(it.time.now.getTime() + 90_000);
    expect([await oldestPairSeconds('north', it.world), await oldestPairSeconds('lab', it.world)]).toEqual([90, 0]);
    const line = JSON.parse(metricLine({ IdentityOldestSeconds: 90 }, 'north', new Date(0)));
    expect(line._aws.CloudWatchMetrics[0].Metrics).toEqual([{ Name: 'IdentityOldestSeconds', Unit: 'Seconds' }]);
  });

  test('a clinic whose laboratory the critical rules do not see is a figure', async () => {
    const { region, chart } = it.world;
    const rules = signed('critical_labs');
    const world = { ...it.world, region: { ...region, rules } };
    const seen = { sender: 'LIS^N', laboratory: true, loinc: [], unmapped: [] };
    await chart.codes.note({ ...input(3), clinic: 'south' }, it.time.now.toISOString(), [seen]);
    expect([await redClinics('south', world), await redClinics('north', world)]).toEqual([1, 0]);
  });

  test('the figures are metrics in the embedded format', () => {
    const line = JSON.parse(metricLine({ LedgerOverdue: 1, LedgerMissing: 0 }, 'south', new Date(0)));
    expect(line).toMatchObject({ LedgerOverdue: 1, LedgerMissing: 0, clinic: 'south' });
    expect(line._aws.CloudWatchMetrics[0]).toMatchObject({ Namespace: 'Oka', Dimensions: [['clinic'], []] });
  });
});
