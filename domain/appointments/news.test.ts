import { describe, expect, test } from '@jest/globals';
import type { Delivery } from '../../schemas/result.ts';
import { ASK, advice, DOCTOR, delivery, fact, finding, page, RECORD } from './example.ts';
import type { Fact } from './facts.ts';

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
