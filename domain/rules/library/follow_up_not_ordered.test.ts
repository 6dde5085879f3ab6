import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { bornBefore, ordered, patient, report, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { followUpNotOrderedRule } from './follow_up_not_ordered.ts';

const adult = patient(bornBefore({ years: 60 }));
const tell = (...entries: ChartEntry[]) => told(followUpNotOrderedRule, [adult, ...entries]);
const CHEST = 'Рекомендован контроль КТ органов грудной клетки через 3 месяца.';
const OPEN = { severity: 'info' };
const made = (code: string, started = '2026-02-20T09:00:00Z', bodySite = 'CHEST') =>
  study('made', started, {
    modality: [{ code }],
    series: [{ uid: '1', modality: { code }, bodySite: { code: bodySite } }],
  });

test('the sentence stands in the summary and is cited', () => {
  expect(tell(report(CHEST))).toMatchObject({
    severity: 'info',
    summary: { en: `Not ordered yet: “${CHEST}”` },
    score: { modality: 'CT', late: false, months: 3 },
    cited: [`Recommendation of the report: ${CHEST}`],
  });
});
test('a sentence without a time has no months', () => {
  const said = tell(report('Рекомендован контроль: КТ органов грудной клетки.'));
  expect(said).toMatchObject(OPEN);
  expect(said).not.toHaveProperty('score.months');
});
test('of more than 80 signs it is cut', () => {
  const start = 'Рекомендован контроль КТ органов грудной клетки через 3 месяца ';
  const [fits, long] = [80, 81].map((length) => start.padEnd(length - 1, 'а').concat('.')) as [string, string];
  expect(tell(report(fits))).toMatchObject({ summary: { en: `Not ordered yet: “${fits}”` } });
  expect(tell(report(long))).toMatchObject({ summary: { en: `Not ordered yet: “${long.slice(0, 79)}…”` } });
});
test('of one report only the first that is open is told', () => {
  const two = report(`${CHEST} Рекомендовано УЗИ почек.`);
  expect(tell(two)).toMatchObject({ score: { modality: 'CT' } });
  expect(tell(two, made('CT'))).toMatchObject({ score: { modality: 'US' } });
});

describe('is answered by', () => {
  test.each([
    ['CT by CT', CHEST, 'CT', true],
    ['CT by PET', CHEST, 'PT', true],
    ['CT not by X-ray', CHEST, 'DX', false],
    ['X-ray by X-ray', 'Рекомендован контроль: рентгенография органов грудной клетки.', 'DX', true],
    ['X-ray by CT', 'Рекомендован контроль: рентгенография органов грудной клетки.', 'CT', true],
    ['X-ray by PET', 'Рекомендован контроль: рентгенография органов грудной клетки.', 'PT', true],
    ['ultrasound not by CT', 'Рекомендовано УЗИ органов грудной клетки.', 'CT', false],
  ])('%s', (_, text, modality, answered) => {
    const said = tell(report(text), made(modality));
    if (answered) expect(said).toMatch(/^idle/);
    else expect(said).toMatchObject(OPEN);
  });
  test('an order or study after the report, not by one of its own time or without one', () => {
    expect(tell(report(CHEST), ordered('КТ ОГК', '2026-02-10T09:00:01Z'))).toMatch(/^idle/);
    expect(tell(report(CHEST), ordered('КТ ОГК', '2026-02-10T09:00:00Z'))).toMatchObject(OPEN);
    expect(tell(report(CHEST), made('CT', 'soon'))).toMatchObject(OPEN);
  });
  test('the same region, one in common is enough', () => {
    expect(tell(report(CHEST), made('CT', '2026-02-20T09:00:00Z', 'HEAD'))).toMatchObject(OPEN);
    expect(tell(report(CHEST), ordered('КТ органов грудной клетки и брюшной полости'))).toMatch(/^idle/);
  });
});

describe('a sentence without a region is of the region of the report', () => {
  const bare = 'Рекомендован контроль КТ через 3 месяца.';
  test.each([
    ['by its words', { text: 'КТ органов грудной клетки' }],
    ['by its code', { coding: [{ display: 'CT Abdomen' }, { display: 'CT Chest' }] }],
  ])('%s', (_, code) => {
    const of = (part: string) => tell(report(bare, undefined, { code }), made('CT', '2026-02-20T09:00:00Z', part));
    expect(of('CHEST')).toMatch(/^idle/);
    expect(of('HEAD')).toMatchObject(OPEN);
  });
  test('else any region answers', () => {
    expect(tell(report(bare), made('CT', '2026-02-20T09:00:00Z', 'HEAD'))).toMatch(/^idle/);
  });
});

test('the second film of a sitting is not its follow-up, an order of that day or another kind of examination is', () => {
  const film = report(
    'Рекомендован контроль: рентгенография органов грудной клетки через 2 недели.',
    '2026-02-10T09:00:00Z',
    {
      code: { text: 'Рентгенография органов грудной клетки' },
    },
  );
  expect(tell(film, made('DX', '2026-02-10T09:05:00Z'))).toMatchObject(OPEN);
  expect(tell(film, made('DX', '2026-02-10T21:00:00Z'))).toMatchObject(OPEN);
  expect(tell(film, made('DX', '2026-02-10T21:00:01Z'))).toMatch(/^idle/);
  expect(tell(film, made('CT', '2026-02-10T09:05:00Z'))).toMatch(/^idle/);
  expect(tell(film, ordered('Рентгенография органов грудной клетки', '2026-02-10T09:05:00Z'))).toMatch(/^idle/);
});
