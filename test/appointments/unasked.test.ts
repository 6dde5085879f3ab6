import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeGroup } from '../../domain/fhir/groups.ts';
import type { ChartItem } from '../../schemas/chart.ts';
import { film } from '../identity/story.ts';
import {
  booking,
  type ClinicDay,
  clinicDay,
  order,
  type Patient,
  potassium,
  prescription,
  recordOf,
  report,
  visit,
} from './clinic.ts';

const child: Patient = { number: '11', name: 'Сказкина^Алёна', born: '20230101' };
const adult: Patient = { number: '12', name: 'Небылицын^Пётр', born: '19500512', sex: 'M' };
const RECORD = recordOf('north', child.number);
const ADULT = recordOf('north', adult.number);

let day: ClinicDay;
const start = async (now: string, ...rules: string[]): Promise<void> => {
  day = await clinicDay(rules);
  day.it.time.now = new Date(now);
};
afterEach(() => day.it.close());

/** What was published since last asked, as `matter state version`. */
let told = 0;
const news = async (): Promise<string[]> => {
  const all = day.published();
  const fresh = all.slice(told);
  told = all.length;
  const named = fresh.map(async ({ record, resultId, state, version }) => {
    const { results = [] } = (await day.world.chart.advice(record)) ?? {};
    return `${results.find((one) => one.resultId === resultId)?.subject} ${state} v${version}`;
  });
  return (await Promise.all(named)).sort();
};
beforeEach(() => {
  told = 0;
});

/** The child's film, made for the order with this accession number. */
const filmFor = (accession?: string): ChartItem[] => {
  const [study, observation] = film(RECORD) as [ChartItem, ChartItem];
  const group = study.groups.study;
  if (accession === undefined || group === undefined) return [study, observation];
  const number = {
    system: 'urn:oid:1.2.643.5.1.13.13.12.2.77.1',
    value: accession,
    type: { coding: [{ code: 'ACSN' }] },
  };
  const value = { ...group.value, identifier: [...(group.value.identifier as object[]), number] };
  const { time, rank } = group.stamp;
  return [{ ...study, groups: { study: makeGroup(value, { time, rank, receivedAt: time }) } }, observation];
};
const owners = { [RECORD]: 'north' };

describe('advice without being asked', () => {
  test('a grave finding calls for an appointment; booking one ends the advice, cancelling it brings it back', async () => {
    await start('2026-01-31T10:00:00.000Z', 'critical_finding_without_appointment');
    const matter = 'critical_finding_without_appointment:pneumonia';
    await day.receive('north', visit(child, '202601301000', { event: 'A03', number: 'A', end: '202601301030' }));
    expect(await news()).toEqual([]);

    await day.tell({ items: filmFor(), owners });
    expect(await news()).toEqual(['1.2.3 current v1', `${matter} current v1`]);

    await day.receive('north', booking(child, '202601311430', { start: '202602021000' }));
    expect(await day.standing(RECORD)).toEqual(['warning 1.2.3']);
    expect(await news()).toEqual([`${matter} withdrawn v2`]);

    await day.receive('north', booking(child, '202601311440', { event: 'S15', start: '202602021000' }));
    expect(await day.standing(RECORD)).toEqual(['warning 1.2.3', `warning ${matter}`]);
    expect(await news()).toEqual([`${matter} current v3`]);
  });

  test('an appointment to which the patient did not come is no care', async () => {
    await start('2026-01-31T10:00:00.000Z', 'critical_finding_without_appointment');
    await day.receive('north', visit(child, '202601301000', { event: 'A03', number: 'A', end: '202601301030' }));
    await day.tell({ items: filmFor(), owners });
    await day.receive('north', booking(child, '202601311430', { start: '202602021000' }));
    day.it.time.now = new Date('2026-02-02T06:00:00.000Z');
    await day.receive('north', booking(child, '202602021100', { event: 'S26', start: '202602021000' }));
    expect(await day.standing(RECORD)).toContain('warning critical_finding_without_appointment:pneumonia');
  });

  test('a finding is held against the question of its order, whichever came first', async () => {
    await start('2026-01-31T10:00:00.000Z', 'finding_vs_question');
    const asked = order(child, '202601311300', 'A-1', { reason: 'S22.3^Перелом ребра^I10' });
    const matter = 'finding_vs_question:1.2.3:pneumonia';
    await day.receive('north', visit(child, '202601311200'));
    await day.tell({ items: filmFor('A-1'), owners });
    expect(await news()).toEqual(['1.2.3 current v1']);
    await day.receive('north', asked);
    expect(await news()).toEqual([`${matter} current v1`]);
  });

  test('an order of a region that has been examined before is told of the earlier images', async () => {
    await start('2026-01-31T10:00:00.000Z', 'prior_image');
    await day.receive('north', visit(child, '202601311200'));
    const [study, observation] = filmFor() as [ChartItem, ChartItem];
    const value = { ...study.groups.study?.value, description: 'Рентгенография органов грудной клетки' };
    const { time = '', rank = 0 } = study.groups.study?.stamp ?? {};
    await day.tell({
      items: [{ ...study, groups: { study: makeGroup(value, { time, rank, receivedAt: time }) } }, observation],
      owners,
    });
    expect((await day.standing(RECORD)).filter((one) => one.includes('prior_image'))).toEqual([]);
    await day.receive('north', order(child, '202602051300', 'A-2', { service: 'КТ-ОГК^КТ органов грудной клетки^L' }));
    expect((await day.standing(RECORD)).filter((one) => one.includes('prior_image'))).toHaveLength(1);
  });

  test.each([
    [
      'a value',
      ['critical_labs'],
      (): [string, string][] => [['lab', potassium(adult, '202603020900', '6,9')]],
      'critical potassium',
    ],
    [
      'a diagnosis',
      ['cha2ds2vasc'],
      (): [string, string][] => [
        ['north', visit(adult, '202603020900', { event: 'A08', number: 'A', diagnosis: 'I48^ФП^I10' })],
      ],
      expect.stringContaining('cha2ds2vasc'),
    ],
    [
      'a medicine',
      ['ddi_warfarin_nsaid'],
      (): [string, string][] => [
        ['north', prescription(adult, '202603020900', 'ВАРФ^Варфарин')],
        ['north', prescription(adult, '202603020901', 'ДИКЛ^Диклофенак')],
      ],
      expect.stringContaining('ddi_warfarin_nsaid'),
    ],
  ])(
    '%s has the chart judged again; the same again, or what changes nothing, publishes nothing',
    async (_, rules, inputs, expected) => {
      await start('2026-03-02T08:00:00.000Z', ...rules);
      await day.receive('north', visit(adult, '202603020800', { number: 'A' }));
      await news();
      const sent = inputs();
      for (const [clinic, text] of sent) await day.receive(clinic, text);
      expect(await day.standing(ADULT)).toEqual([expected]);
      expect((await news()).length).toBeGreaterThan(0);

      for (const [clinic, text] of sent) await day.receive(clinic, text);
      await day.receive('north', booking(adult, '202603020905', { start: '202603101000' }));
      expect(await news()).toEqual([]);
    },
  );

  test('a follow-up that a report asked for is told until it is ordered', async () => {
    await start('2026-03-02T08:00:00.000Z', 'follow_up_not_ordered');
    await day.receive('north', visit(adult, '202603010800'));
    await day.receive('north', report(adult, '202603010900', 'R-1', 'Рекомендована КТ через 3 месяца.'));
    expect(await day.standing(ADULT)).toEqual([expect.stringMatching(/^info follow_up_not_ordered/)]);
    await day.receive('north', order(adult, '202603021000', 'A-3', { service: 'КТ-ОГК^КТ органов грудной клетки^L' }));
    expect(await day.standing(ADULT)).toEqual([]);
  });
});

describe('when nothing comes and time alone passes', () => {
  const passTo = async (now: string): Promise<void> => {
    // `due` reads two hours of an outage at once: a region that stood still for months catches up run by run.
    day.it.time.now = new Date(now);
    for (let run = 0; run < 3; run += 1) {
      await day.world.chart.due(new Date(now), async () => {});
      await day.settle();
    }
  };
  const planned = async (record: string): Promise<string | undefined> => {
    const { Item } = await day.it.chart.client.send(
      new (await import('@aws-sdk/lib-dynamodb')).GetCommand({
        TableName: day.it.chart.table,
        Key: { pk: record, sk: 'Turn' },
      }),
    );
    return Item?.at as string | undefined;
  };

  test('a follow-up becomes overdue: the chart is judged at that minute, and what changed is published', async () => {
    await start('2026-03-02T08:00:00.000Z', 'follow_up_not_ordered');
    await day.receive('north', visit(adult, '202603010800'));
    await day.receive('north', report(adult, '202603010900', 'R-1', 'Рекомендована КТ через 3 месяца.'));
    const at = (await planned(ADULT)) ?? '';
    expect(at.slice(0, 7)).toBe('2026-06');
    await news();

    await skipTo(new Date(Date.parse(at) - 60_000).toISOString());
    await passTo(new Date(Date.parse(at) - 60_000).toISOString());
    expect(await news()).toEqual([]);
    await passTo(at);
    expect(await day.standing(ADULT)).toEqual([expect.stringMatching(/^warning follow_up_not_ordered/)]);
    expect(await news()).toEqual([expect.stringMatching(/^follow_up_not_ordered.* current v2$/)]);
    // After two years it is no longer waited for: the next moment is planned.
    expect((await planned(ADULT))?.slice(0, 4)).toBe('2028');
  });

  test('a value gone stale ends what rested on it', async () => {
    await start('2026-01-31T10:00:00.000Z', 'critical_finding_without_appointment');
    await day.receive('north', visit(child, '202601301000', { event: 'A03', number: 'A', end: '202601301030' }));
    await day.tell({ items: filmFor(), owners });
    const at = (await planned(RECORD)) ?? '';
    expect(at.slice(0, 10)).toBe('2026-03-02');
    await skipTo(at);
    await passTo(at);
    expect(await day.standing(RECORD)).toEqual(['warning 1.2.3']);
  });

  test('what is critical does not fall silent by the clock: it ends with a person', async () => {
    await start('2026-03-02T08:00:00.000Z', 'critical_labs');
    await day.receive('north', visit(adult, '202603020800'));
    await day.receive('lab', potassium(adult, '202603020900', '6,9'));
    expect(await day.standing(ADULT)).toEqual(['critical potassium']);
    expect(await planned(ADULT)).toBeUndefined();
  });

  test('a plan gives way to that of newer facts', async () => {
    await start('2026-03-02T08:00:00.000Z', 'follow_up_not_ordered');
    await day.receive('north', visit(adult, '202603010800'));
    await day.receive('north', report(adult, '202603010900', 'R-1', 'Рекомендована КТ через 3 месяца.'));
    expect(await planned(ADULT)).toBeDefined();
    await day.receive('north', order(adult, '202603021000', 'A-3', { service: 'КТ-ОГК^КТ органов грудной клетки^L' }));
    expect(await planned(ADULT)).toBeUndefined();
  });

  /** Runs of `due` while nothing was due: each moves the mark by two hours. */
  const skipTo = async (now: string): Promise<void> => {
    const { UpdateCommand } = await import('@aws-sdk/lib-dynamodb');
    await day.it.chart.client.send(
      new UpdateCommand({
        TableName: day.it.chart.table,
        Key: { pk: 'due#mark', sk: 'Mark' },
        UpdateExpression: 'SET readTo = :minute',
        ExpressionAttributeValues: { ':minute': now.slice(0, 16) },
      }),
    );
  };
});
