import { describe, expect, test } from '@jest/globals';
import type { Advice, Result } from '../../schemas/result.ts';
import { weighed } from '../rules/facts.ts';
import { advice, both, delivery, fact, finding, page } from './example.ts';
import type { Fact } from './facts.ts';

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
