import type { FixtureDesk } from './fixture-desk.ts';
import { example } from './fixture-desk.ts';

/** A grey picture of one pixel. */
export const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

/** Answers of a region with one child, a finding and a critical potassium; as the examples have them. */
export function answerAll(desk: FixtureDesk) {
  const { answers } = desk;
  const result = example('desk-result');
  const worklist = example('desk-worklist');
  const me = example('desk-me');
  const chart = example('desk-chart');
  const critical = criticalOf(result, worklist);
  const of = (id: string) => `/desk-api/results/${result.record}/${id}`;
  answers.set('/desk-api/me', { json: me });
  answers.set('/desk-api/worklist', { json: worklist });
  answers.set(of(result.resultId), { json: result });
  answers.set(`${of(result.resultId)}/read`, { json: example('desk-act-answer') });
  answers.set(`${of(result.resultId)}/trace`, { json: example('desk-trace') });
  answers.set(of(critical.resultId), { json: critical });
  answers.set(`${of(critical.resultId)}/read`, { json: example('desk-act-answer') });
  answers.set(`${of(critical.resultId)}/trace`, { json: example('desk-trace') });
  answers.set(`/desk-api/chart/${result.record}`, { json: chart });
  answers.set(`/desk-api/banner/${result.record}`, { json: bannerOf(chart) });
  answers.set(result.image.preview, { bytes: PIXEL, type: 'image/png' });
  answers.set('/duty/district', { json: DUTY });
  answers.set('/duty/district/calls', { json: { clinic: 'district', asOf: result.asOf, calls: [CALL(critical)] } });
  return { result, critical, me, worklist, chart };
}

type Json = ReturnType<typeof example>;

const bannerOf = (chart: Json) => ({ record: chart.record, ...chart.banner, allergies: ['Пенициллин'] });

/** The critical potassium of the work list as a result of its own. */
export function criticalOf(result: Json, worklist: Json): Json {
  const item = worklist.items[0];
  const { finding: _, image: __, agreement: ___, ...rest } = result;
  return {
    ...rest,
    ...{ resultId: item.resultId, severity: 'critical', kind: 'advice', ai: false },
    ...{ title: { ru: 'Критические анализы', en: 'Critical laboratory values' }, sentence: item.sentence },
    lines: [item.sentence],
    advice: {
      action: { ru: 'Повторить калий и снять ЭКГ сейчас', en: 'Measure potassium again and take an ECG now' },
      detail: { ru: 'Калий 6,9 ммоль/л выше предела 6,5.', en: 'Potassium 6.9 mmol/L is above the limit 6.5.' },
      rule: { id: 'critical_labs', version: '1.0.0' },
      missing: [{ ru: 'нет сведений о гемолизе', en: 'nothing said of haemolysis' }],
      sources: [{ cite: 'KDIGO 2021', doi: '10.1016/j.kint.2021.05.021' }],
    },
    cited: [
      {
        label: { ru: 'Калий', en: 'Potassium' },
        value: { ru: '6,9 ммоль/л', en: '6.9 mmol/L' },
        time: '2026-03-02T09:08:00+05:00',
        link: `/patient/${result.record}?fact=Observation%2F7d3f0c2e-1f46-8a11-9c3d-2f5e6a7b8c9d`,
      },
    ],
    versions: [{ version: 1, current: true, words: item.sentence, sentAt: '2026-03-02T04:08:00.000Z' }],
    delivery: { sentAt: '2026-03-02T04:08:00.000Z', reads: [], level: 'red', dueAt: item.dueAt },
    statements: [],
    may: { ...result.may, statement: [] },
  };
}

export const DUTY = {
  clinic: 'district',
  title: { ru: 'Берёзовская районная больница (вымышленная)', en: 'Berezovo district hospital (invented)' },
  zone: 'Asia/Yekaterinburg',
  at: '2026-03-02T04:10:00.000Z',
  asOf: '2026-03-02T04:10:00.000Z',
  onDuty: {
    duty: [{ person: 'duty-berezovo', name: 'Дежурнов Пётр (вымышленный)', of: 'clinic', insteadOf: 'physician-away' }],
    'duty-radiologist': [],
  },
  people: [
    {
      person: 'physician-berezovo',
      name: 'Терапевтова Ольга (вымышленная)',
      roles: ['physician'],
      isAbsent: false,
      deputies: [],
    },
    {
      person: 'physician-away',
      name: 'Отсутствова Анна (вымышленная)',
      roles: ['physician'],
      isAbsent: true,
      deputies: ['duty-berezovo'],
    },
    { person: 'duty-berezovo', name: 'Дежурнов Пётр (вымышленный)', roles: ['duty'], isAbsent: false, deputies: [] },
  ],
  changes: [
    {
      id: 'a'.repeat(32),
      clinic: 'district',
      change: {
        kind: 'absence',
        person: 'physician-away',
        from: '2026-03-02T03:00:00.000Z',
        until: '2026-03-03T03:00:00.000Z',
      },
      said: { by: 'duty-berezovo', at: '2026-03-01T10:00:00.000Z' },
    },
  ],
  mayChange: 'everything',
  gateway: false,
  contact: { lastHeardAt: '2026-03-02T03:50:00.000Z', offlineSince: '2026-03-02T03:55:00.000Z' },
} as const;

export const CALL = (critical: Json) => ({
  id: 'b'.repeat(32),
  clinic: 'district',
  record: critical.record,
  resultId: critical.resultId,
  version: 1,
  person: 'physician-berezovo',
  name: 'Терапевтова Ольга (вымышленная)',
  as: 'attending',
  numbers: ['+7 900 000-00-01', '12-34'],
  level: 'red',
  reason: 'critical',
  rung: 0,
  askedAt: '2026-03-02T04:09:00.000Z',
  dueAt: '2026-03-02T04:23:00.000Z',
  calls: [{ by: 'duty-berezovo', at: '2026-03-02T04:09:30.000Z', outcome: 'no-answer' }],
  state: 'open',
});
