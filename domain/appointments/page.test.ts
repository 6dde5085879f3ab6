import { describe, expect, test } from '@jest/globals';
import type { Advice, Delivery, Finding, Result } from '../../schemas/result.ts';
import { canonicalHash } from '../fhir/canonical.ts';
import { weighed } from '../rules/facts.ts';
import { dayOf, todayIn } from './day.ts';
import type { Fact } from './facts.ts';
import { type PageInput, pageOf } from './page.ts';

const ASK = '2026-03-02T08:00:00.000Z';
const RECORD = '11111111-1111-8111-8111-111111111111';
const DOCTOR = { identifier: { value: 'T12' }, type: 'Practitioner', display: 'Вымыслова' };
let made = 0;
const fact = <R extends fhir4.FhirResource>(resource: R, change: Partial<Fact> = {}): Fact<R> => {
  made += 1;
  const id = `00000000-0000-8000-8000-${String(made).padStart(12, '0')}`;
  return {
    record: RECORD,
    clinic: 'north',
    saidAt: '2026-03-01T08:00:00.000Z',
    ...change,
    id,
    resource: { ...resource, id },
  };
};
const appointment = (change: Partial<fhir4.Appointment> = {}): Fact<fhir4.Appointment> =>
  fact({
    resourceType: 'Appointment',
    status: 'booked',
    start: '2026-03-02T14:00:00+05:00',
    participant: [{ actor: DOCTOR, status: 'accepted' }],
    ...change,
  });
const page = (change: Partial<PageInput> = {}) =>
  pageOf({
    ...{
      appointment: appointment(),
      facts: [],
      results: [],
      deliveries: [],
      clinic: 'north',
      zone: 'Asia/Yekaterinburg',
    },
    ...{ reader: { id: 'dr-12', clinic: 'north', numbers: ['T12'] }, asOf: ASK, language: 'ru' },
    ...{ dayFrom: '2026-03-01T19:00:00.000Z', hiddenRecords: 0, unreconciled: 0, proposals: 0 },
    ...change,
  });

const both = (text: string) => ({ en: text, ru: text });
const result = (content: Advice | Finding, change: Partial<Result> = {}): Result => ({
  ...{
    resultId: canonicalHash([content]),
    record: RECORD,
    subject: 'x',
    producer: 'p',
    producerVersion: '1',
    version: 1,
  },
  ...{ contentHash: canonicalHash(content), state: 'current', severity: 'warning', notify: true },
  ...{ sourceTime: '2026-03-01T08:00:00.000Z', content, cited: [] },
  ...change,
});
const advice = (matter: string, severity: Advice['severity'] = 'warning', change: Partial<Advice> = {}): Result => {
  const content: Advice = {
    ...{ kind: 'advice', rule: { id: 'news2', version: '1' }, matter, severity, form: 'GuidanceResponse' },
    ...{
      summary: both(matter),
      detail: both('d'),
      action: both(`do ${matter}`),
      missing: [],
      sources: [],
      score: { x: 1 },
    },
    ...change,
  };
  return result(content, { severity });
};
const finding = (state: Finding['state'], change: Partial<Finding> = {}, more: Partial<Result> = {}): Result =>
  result(
    {
      ...{ kind: 'finding', state, basis: 'whole', derived: {} },
      label: { id: 'pneumonia', title: { en: 'Pneumonia', ru: 'Пневмония' }, snomed: '1', icd10: [] },
      ...{
        model: { id: 'm', version: '1', sha256: '0'.repeat(64) },
        instance: { sopInstanceUid: '1', pixelHash: '0'.repeat(64) },
      },
      study: { id: '22222222-2222-8222-8222-222222222222', studyInstanceUid: '1.2' },
      ...change,
    },
    more,
  );
const delivery = (of: Result, acknowledged?: Delivery['acknowledged']): Delivery => ({
  ...{ record: RECORD, resultId: of.resultId, version: of.version, clinic: 'north', ehr: 'mis', severity: of.severity },
  ...{ sentAt: '2026-03-01T09:00:00.000Z', ...(acknowledged ? { acknowledged } : {}) },
});

describe('what is to be decided', () => {
  test('three matters, the gravest first, then what can be acted on; the rest is counted', () => {
    const { decide } = page({
      results: ['a', 'b', 'c', 'd'].map((one) => advice(one)).concat(advice('z', 'critical')),
    });
    expect(decide.items.map(({ matter }) => matter)).toEqual(['z', 'a', 'b']);
    expect(decide.more).toBe(2);
  });

  test('what is critical is never cut', () => {
    const { decide } = page({ results: ['a', 'b', 'c', 'd'].map((one) => advice(one, 'critical')) });
    expect(decide.items).toHaveLength(4);
  });

  test('each with an order ready to be signed, that has the same id whenever it is asked for', () => {
    const of = () => page({ results: [advice('a')] }).decide.items[0]?.orders ?? [];
    expect(of()).toMatchObject([
      { label: 'do a', actions: [{ type: 'create', resource: { status: 'draft', code: { text: 'do a' } } }] },
    ]);
    expect(of()[0]?.uuid).toBe(of()[0]?.uuid);
  });

  test('a medicine that the matter only weighs, such as one that protects, is not offered to be stopped', () => {
    const taken = (text: string) =>
      fact<fhir4.MedicationRequest>({
        ...{ resourceType: 'MedicationRequest', status: 'active', intent: 'order', subject: {} },
        medicationCodeableConcept: { text },
      });
    const [nsaid, protector] = [taken('Ибупрофен'), taken('Омепразол')];
    const cited = (one: Fact) => ({ reference: `MedicationRequest/${one.id}`, label: both('Medicine'), value: 'x' });
    const pair: Result = {
      ...advice('pair', 'warning', { form: 'DetectedIssue' }),
      cited: [cited(nsaid), weighed(cited(protector))],
    };
    const { decide } = page({ facts: [nsaid, protector], results: [pair] });
    expect(decide.items[0]?.orders.map(({ label }) => label)).toEqual(['Отменить: Ибупрофен']);
  });

  test('nothing that is only told, nor what could not be computed', () => {
    const told = advice('a', 'info');
    const open = advice('b', 'info', { score: undefined, missing: [both('Potassium')] } as Partial<Advice>);
    expect(page({ results: [told, open] }).decide.items).toEqual([]);
  });

  test('a finding that nobody has reported asks for its report; one that the radiologist shares asks for nothing', () => {
    const [item] = page({ results: [finding('present')] }).decide.items;
    expect(item).toMatchObject({
      summary: 'ИИ, не подтверждено врачом: Пневмония',
      orders: [{ label: 'Описание снимка в первую очередь' }],
    });
    const agreement = { report: 'r', reportSays: both('x') };
    const shared = finding('present', {}, { agreement: { ...agreement, verdict: 'agrees' } });
    expect(page({ results: [shared] }).decide.items).toEqual([]);
    const denied = finding('present', {}, { agreement: { ...agreement, verdict: 'disagrees' } });
    expect(page({ results: [denied] }).decide.items[0]?.summary).toContain('расходятся');
  });

  test('a rule that speaks of the same finding is the same matter', () => {
    const rule = advice('finding_vs_question:1.2:pneumonia');
    expect(page({ results: [finding('present'), rule] }).decide.items).toHaveLength(1);
  });

  test('what he has taken note of is silent for him; a critical matter for thirty days', () => {
    const [warning, critical] = [advice('w'), advice('c', 'critical')] as const;
    const by = (who: string, at: string) => ({ at, by: who });
    const matters = (who: string, at: string) =>
      page({
        results: [warning, critical],
        deliveries: [delivery(warning, by(who, at)), delivery(critical, by(who, at))],
      }).decide.items.map(({ matter }) => matter);
    expect(matters('dr-12', '2026-03-01T10:00:00.000Z')).toEqual([]);
    expect(matters('dr-12', '2026-01-01T10:00:00.000Z')).toEqual(['c']);
    expect(matters('dr-99', '2026-03-01T10:00:00.000Z')).toEqual(['c', 'w']);
  });
});

describe('when this physician last saw him', () => {
  const visit = (end: string, value: string, more: Partial<Fact> & { system?: string } = {}) =>
    fact<fhir4.Encounter>(
      {
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        period: { start: end, end },
        participant: [{ individual: { identifier: { value, ...(more.system ? { system: more.system } : {}) } } }],
      },
      { clinic: more.clinic ?? 'north' },
    );
  const since = (facts: Fact[], change: Partial<PageInput> = {}) => page({ facts, ...change }).news.since;

  test('is his last visit before this day; one of today is the visit of the page', () => {
    const facts = [
      visit('2026-01-10T10:00:00+05:00', 'T12'),
      visit('2026-02-10T23:30:00+05:00', 'T12'),
      visit('2026-03-02T09:00:00+05:00', 'T12'),
    ];
    expect(since(facts)).toEqual({ by: 'visit', at: '2026-02-10T18:30:00.000Z', text: 'После вашего осмотра 10.02' });
  });

  test('is not that of another physician, nor of one with the same number elsewhere; a SNILS counts everywhere', () => {
    expect(since([visit('2026-02-10', 'T13'), visit('2026-02-10', 'T12', { clinic: 'south' })]).by).toBe('unknown');
    const reader = { id: 'dr-12', clinic: 'north', numbers: ['112-233-445 95'] };
    const elsewhere = visit('2026-02-10', '11223344595', { clinic: 'south', system: 'urn:oid:1.2.643.100.3' });
    expect(since([elsewhere], { reader }).by).toBe('visit');
  });

  test('is an appointment that was kept, not one that was only booked', () => {
    const earlier = (status: fhir4.Appointment['status']) => [
      appointment({ start: '2026-02-10T10:00:00+05:00', status }),
    ];
    expect(since(earlier('booked')).by).toBe('unknown');
    expect(since(earlier('fulfilled'))).toMatchObject({ by: 'appointment', text: 'После приёма у вас 10.02' });
  });

  test('else a result that he took note of; else it is said that it is not known, and thirty days are shown', () => {
    const critical = advice('c', 'critical');
    const noted = [delivery(critical, { at: '2026-02-20T10:00:00.000Z', by: 'dr-12' })];
    expect(since([], { results: [critical], deliveries: noted })).toMatchObject({
      by: 'acknowledgement',
      at: '2026-02-20T10:00:00.000Z',
    });
    expect(since([])).toMatchObject({ by: 'unknown', at: '2026-01-31T08:00:00.000Z' });
  });
});

describe('what is new and what is open', () => {
  const potassium = (value: number, change: Partial<fhir4.Observation> = {}): Fact<fhir4.Observation> =>
    fact({
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'Калий' },
      effectiveDateTime: '2026-03-01T10:00:00+05:00',
      valueQuantity: { value, unit: 'ммоль/л' },
      referenceRange: [{ low: { value: 3.5 }, high: { value: 5.1 } }],
      ...change,
    });

  test('a value outside the range it came with is marked, whether or not the laboratory flagged it', () => {
    const text = (value: number) => page({ facts: [potassium(value)] }).news.items[0];
    expect(text(6.9)).toMatchObject({ text: '01.03 Калий 6,9 ммоль/л ↑', abnormal: true });
    expect(text(4.2)).toMatchObject({ text: '01.03 Калий 4,2 ммоль/л', abnormal: false });
  });

  test('what a source said before he saw the patient is not new, even where the sample is; what came late is', () => {
    const seen = fact<fhir4.Encounter>({
      ...{
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        period: { end: '2026-02-28T10:00:00Z' },
      },
      participant: [{ individual: DOCTOR }],
    });
    const late = potassium(6.9, { effectiveDateTime: '2026-02-01T10:00:00+05:00' });
    const early = { ...potassium(4), saidAt: '2026-02-27T10:00:00.000Z' };
    expect(page({ facts: [seen, late, early] }).news.items.map(({ text }) => text)).toEqual([
      '01.02 Калий 6,9 ммоль/л ↑',
    ]);
  });

  test('models’ findings in words that claim no more; not assessed is open, not new', () => {
    expect(page({ results: [finding('absent')] }).news.items[0]?.text).toBe(
      '01.03 ИИ: Пневмония – признаков выше порога нет',
    );
    const open = page({ results: [finding('not-assessed', { reason: 'age-missing' })] });
    expect(open.news.items).toEqual([]);
    expect(open.open.items).toMatchObject([{ kind: 'not-assessed', text: 'ИИ не смог оценить: Пневмония (01.03)' }]);
    const part = page({ results: [finding('present', { incomplete: true })] });
    expect(part.open.items[0]?.kind).toBe('study-incomplete');
  });

  test('an order is open until something names it, by reference or by its number', () => {
    const number = [{ system: 'urn:oid:1', value: 'A-1', type: { coding: [{ code: 'ACSN' }] } }];
    const asked = fact<fhir4.ServiceRequest>({
      ...{ resourceType: 'ServiceRequest', status: 'active', intent: 'order', code: { text: 'КТ' }, subject: {} },
      ...{ authoredOn: '2026-02-20', identifier: number },
    });
    const kinds = (facts: Fact[]) => page({ facts }).open.items.map(({ kind }) => kind);
    expect(kinds([asked])).toEqual(['order-without-result']);
    const study = fact<fhir4.ImagingStudy>({
      resourceType: 'ImagingStudy',
      status: 'available',
      subject: {},
      identifier: number,
    });
    expect(kinds([asked, study])).toEqual([]);
    const basedOn = [{ reference: `ServiceRequest/${asked.id}` }];
    const told = fact<fhir4.DiagnosticReport>({
      resourceType: 'DiagnosticReport',
      status: 'final',
      code: { text: 'КТ' },
      basedOn,
    });
    expect(kinds([asked, told])).toEqual([]);
    expect(kinds([{ ...asked, resource: { ...asked.resource, authoredOn: '2025-02-20' } }])).toEqual([]);
  });

  test('a critical result is open until somebody has taken note of this version of it', () => {
    const critical = advice('c', 'critical');
    const kinds = (deliveries: Delivery[]) =>
      page({ results: [critical], deliveries }).open.items.map(({ kind }) => kind);
    expect(kinds([])).toEqual(['unacknowledged']);
    expect(kinds([delivery(critical)])).toEqual(['unacknowledged']);
    expect(kinds([delivery(critical, { at: ASK, by: 'anybody' })])).toEqual([]);
  });

  test('one that the reader himself has noted is no decision again, and still stands on his page', () => {
    const critical = advice('c', 'critical');
    const mine = page({ results: [critical], deliveries: [delivery(critical, { at: ASK, by: 'dr-12' })] });
    expect(mine.decide.items).toEqual([]);
    expect(mine.open.items).toMatchObject([
      { kind: 'noted', text: expect.stringMatching(/^Критическое, вы отметили, не устранено: c/) },
    ]);
    const warning = advice('w');
    const quiet = page({ results: [warning], deliveries: [delivery(warning, { at: ASK, by: 'dr-12' })] });
    expect(quiet.open.items).toEqual([]);
  });

  test('a report that was cancelled or is only announced answers no order', () => {
    const asked = fact<fhir4.ServiceRequest>({
      ...{ resourceType: 'ServiceRequest', status: 'active', intent: 'order', code: { text: 'КТ' }, subject: {} },
      ...{ authoredOn: '2026-02-20' },
    });
    const answered = (status: fhir4.DiagnosticReport['status']) =>
      page({
        facts: [
          asked,
          fact<fhir4.DiagnosticReport>({
            ...{ resourceType: 'DiagnosticReport', status, code: { text: 'КТ' } },
            basedOn: [{ reference: `ServiceRequest/${asked.id}` }],
          }),
        ],
      }).open.items.length;
    expect([answered('cancelled'), answered('registered'), answered('entered-in-error')]).toEqual([1, 1, 1]);
    expect([answered('final'), answered('preliminary')]).toEqual([0, 0]);
  });

  test('a full page is read in twenty seconds: five lines, five lines, three decisions, at first sight under 150 words', () => {
    const facts = Array.from({ length: 30 }, (_, n) =>
      fact<fhir4.DiagnosticReport>({
        ...{ resourceType: 'DiagnosticReport', status: 'final', code: { text: `Исследование ${n}` } },
        conclusion:
          'Очень подробное заключение, в котором сказано много больше, чем можно прочесть, пока пациент садится на стул.',
      }),
    );
    const results = Array.from({ length: 9 }, (_, n) =>
      finding('not-assessed', { study: { id: RECORD, studyInstanceUid: `1.${n}` } }),
    );
    const all = page({ facts, results: [...results, ...['a', 'b', 'c', 'd'].map((one) => advice(one))] });
    expect([all.news.items.length, all.open.items.length, all.decide.items.length]).toEqual([5, 5, 3]);
    expect([all.news.more, all.open.more, all.decide.more]).toEqual([25, 4, 1]);
    const sight = [
      all.why.text,
      all.news.since.text,
      ...all.news.items.map(({ text }) => text),
      ...all.open.items.map(({ text }) => text),
    ];
    const words = [...sight, ...all.decide.items.map(({ summary }) => summary)].join(' ').split(/\s+/).length;
    expect(words).toBeLessThan(150);
  });
});

describe('why he comes', () => {
  test('in the words of the booking, else of the order behind it, else of his last visit to this clinic', () => {
    const reasonCode = [{ text: 'Боль в груди' }];
    expect(page({ appointment: appointment({ reasonCode }) }).why).toMatchObject({ known: true, text: 'Боль в груди' });
    const asked = fact<fhir4.ServiceRequest>({
      ...{
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        code: { text: 'Консультация' },
        subject: {},
      },
    });
    const based = appointment({ basedOn: [{ reference: `ServiceRequest/${asked.id}` }] });
    expect(page({ appointment: based, facts: [asked] }).why.text).toBe('направление: Консультация');
    const diagnosed = (clinic: string) =>
      fact<fhir4.Condition>(
        { resourceType: 'Condition', subject: {}, code: { text: 'Кашель' }, recordedDate: '2026-02-27' },
        { clinic },
      );
    expect(page({ facts: [diagnosed('north')] }).why).toMatchObject({ known: true, text: 'Кашель' });
    expect(page({ facts: [diagnosed('south')] }).why).toMatchObject({ known: false, text: 'Причина не указана' });
  });
});

test('a day has the hours that the clinic’s clocks give it', () => {
  const hours = (date: string, zone: string): number => {
    const { from, to } = dayOf(date, zone);
    return (Date.parse(to) - Date.parse(from)) / 3_600_000;
  };
  expect(dayOf('2026-03-02', 'Asia/Yekaterinburg')).toEqual({
    from: '2026-03-01T19:00:00.000Z',
    to: '2026-03-02T19:00:00.000Z',
  });
  expect([hours('2026-03-29', 'Europe/Berlin'), hours('2026-10-25', 'Europe/Berlin')]).toEqual([23, 25]);
  expect(todayIn(new Date('2026-03-02T20:00:00.000Z'), 'Asia/Yekaterinburg')).toBe('2026-03-03');
});
