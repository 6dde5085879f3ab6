import { describe, expect, test } from '@jest/globals';
import { told } from '../ask.ts';
import { appointment, bornBefore, diagnosis, ordered, patient, report, study } from '../examples.ts';
import type { ChartEntry } from '../facts.ts';
import { BIRADS, biradsRule } from './birads.ts';

const adult = patient(bornBefore({ years: 60 }));
const tell = (category: string, ...entries: ChartEntry[]) =>
  told(biradsRule, [adult, report(`BI-RADS ${category}`), ...entries]);
const film = (modality: string, started: string) =>
  study('film', started, {
    modality: [{ code: modality }],
    series: [{ uid: '1', modality: { code: modality }, bodySite: { code: 'BREAST' } }],
  });

test.each([
  ['0', 'recall for additional imaging and/or comparison with prior examination(s)', 'N/A'],
  ['1', 'routine mammography screening', 'essentially 0%'],
  ['2', 'routine mammography screening', 'essentially 0%'],
  ['3', 'short-interval (6-month) follow-up or continued surveillance mammography', '>0% but <=2%'],
  ['4', 'tissue diagnosis', '>2% but <95%'],
  ['4A', 'tissue diagnosis', '>2% to <=10%'],
  ['4B', 'tissue diagnosis', '>10% to <=50%'],
  ['4C', 'tissue diagnosis', '>50% to <95%'],
  ['5', 'tissue diagnosis', '>=95%'],
  ['6', 'surgical excision when clinically appropriate', 'N/A'],
] as const)('the atlas: %s is “%s”, %s', (category, management, likelihood) => {
  expect(BIRADS[category]).toEqual({ management, likelihood });
});

test.each(['4', '4A', '4B', '4C', '5'])('%s asks for tissue, and another film does not answer it', (category) => {
  expect(tell(category, film('MG', '2026-02-20T09:00:00Z'))).toMatchObject({
    severity: 'warning',
    score: { category, management: 'tissue diagnosis', overdue: false },
    cited: [`BI-RADS: ${category}`],
  });
});

test.each([
  ['cancer', 'C50.9'],
  ['carcinoma in situ', 'D05.1'],
])('a diagnosis of %s since answers a suspicion', (_, code) => {
  expect(tell('5', diagnosis(code))).toMatch(/^idle/);
});

test.each(['MG', 'US', 'MR'])('for 0, %s of the breast answers', (modality) => {
  expect(tell('0', film(modality, '2026-02-20T09:00:00Z'))).toMatch(/^idle/);
  expect(tell('0', film('CT', '2026-02-20T09:00:00Z'))).toHaveProperty('severity', 'warning');
});

test('a film of the same twelve hours is the one that was assessed', () => {
  expect(tell('0', film('MG', '2026-02-10T21:00:00Z'))).toHaveProperty('severity', 'warning');
  expect(tell('0', film('MG', '2026-02-10T21:00:01Z'))).toMatch(/^idle/);
});

test('an appointment with an oncologist answers, one with a general practitioner does not', () => {
  expect(tell('5', appointment('Приём врача-онколога', '2026-03-05T09:00:00Z'))).toMatch(/^idle/);
  expect(tell('5', appointment('Приём врача-терапевта', '2026-03-05T09:00:00Z'))).toHaveProperty('severity');
});

describe.each([
  ['биопсия', 'Биопсия молочной железы'],
  ['biopsy', 'Core biopsy'],
  ['пункция', 'Пункция образования'],
  ['surgeon', 'Консультация хирурга'],
  ['mammologist', 'Приём маммолога'],
  ['oncologist', 'Oncology visit'],
])('for 4, an order with the word %s', (_, text) => {
  test('answers when it is later', () => {
    expect(tell('4', ordered(text))).toMatch(/^idle/);
    expect(tell('4', ordered(text, '2026-02-09T09:00:00Z'))).toHaveProperty('severity');
  });
});

test('the likelihood stands in the detail, in Russian in words', () => {
  expect(tell('4A')).toMatchObject({ detail: { ru: expect.stringContaining('Вероятность рака: >2% to <=10%.') } });
  expect(tell('0')).toMatchObject({ detail: { ru: expect.stringContaining('Вероятность рака: не оценена.') } });
});

test('a category of an undated report is no occasion', () => {
  const undated = report('BI-RADS 5', undefined, { effectiveDateTime: 'soon' });
  expect(told(biradsRule, [adult, undated])).toMatch(/^idle/);
});

test('a cancer of years ago does not answer what a film of today shows', () => {
  const known = (recordedDate: string) => tell('5', diagnosis('C50.9', recordedDate));
  expect(known('2015-04-01')).toMatchObject({ severity: 'warning', score: { category: '5' } });
  expect(known('2026-02-10')).toMatch(/^idle/);
  expect(known('2026-02-20')).toMatch(/^idle/);
});
test('an appointment answers while it is ahead or was kept, and for a month in which nobody says that she came', () => {
  const booked = (start: string, status: 'booked' | 'fulfilled') =>
    told(biradsRule, [adult, report('BI-RADS 5', '2025-12-01T09:00:00Z'), appointment('Онколог', start, status)]);
  expect(booked('2026-04-01T09:00:00Z', 'booked')).toMatch(/^idle/);
  expect(booked('2026-01-30T12:00:00Z', 'booked')).toMatch(/^idle/);
  expect(booked('2026-01-30T11:59:00Z', 'booked')).toMatchObject({ severity: 'warning' });
  expect(booked('2026-01-10T09:00:00Z', 'fulfilled')).toMatch(/^idle/);
});
