import { describe, expect, test } from '@jest/globals';
import { DiscoveredService } from '../../schemas/cds-hooks/response.ts';
import { RULES } from '../rules/catalogue.ts';
import { serviceOf, services } from './example.ts';
import { filled, keysOfRule } from './queries.ts';
import { discoveryOf, serviceFor, servicesOf } from './services.ts';

describe('the services', () => {
  test('hold every rule once', () => {
    const held = services.flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(held.toSorted()).toEqual(RULES.map(({ id }) => id).toSorted());
  });

  test('of no rules in force are none: the silence of an empty service would be untrue', () => {
    expect(servicesOf([])).toEqual([]);
    const [curb] = RULES.filter(({ id }) => id === 'curb65');
    expect(servicesOf(curb ? [curb] : []).map(({ matter }) => matter.id)).toEqual(['oka-pneumonia']);
  });

  test('of a rule that no matter names is a matter of its own', () => {
    const [rule] = RULES;
    if (!rule) throw new Error('no rule');
    const [service] = servicesOf([{ ...rule, id: 'brand_new' }]);
    expect(service).toMatchObject({ matter: { id: 'oka-brand-new' }, hooks: rule.hooks });
  });

  test('are asked at a hook for those of their rules that state it', () => {
    const [ddi, warfarin] = ['ddi_onc_high_priority', 'ddi_warfarin_nsaid'].map((id) =>
      RULES.find((one) => one.id === id),
    );
    if (!ddi || !warfarin) throw new Error('no rule');
    const services = servicesOf([ddi, { ...warfarin, hooks: ['patient-view'] }]);
    const asked = (hook: 'order-sign' | 'patient-view') => {
      const found = serviceFor(services, 'oka-interactions', hook);
      return 'service' in found ? found.service.rules.map(({ id }) => id) : found;
    };
    expect(asked('order-sign')).toEqual(['ddi_onc_high_priority']);
    expect(asked('patient-view')).toEqual(['ddi_onc_high_priority', 'ddi_warfarin_nsaid']);
  });

  test('answer their hooks and no other', () => {
    expect(serviceFor(services, 'oka-interactions', 'order-sign')).toHaveProperty('service');
    expect(serviceFor(services, 'oka-interactions', 'appointment-book')).toEqual({ refused: 'wrong-hook', at: 'hook' });
    expect(serviceFor(services, 'nobody', 'order-sign')).toEqual({ refused: 'unknown-service' });
  });
});

describe('discovery', () => {
  const discovered = discoveryOf(services, 'ru').services;

  test('has the form of the specification, with the members of 3.0, and covers the seven hooks', () => {
    for (const one of discovered) expect(DiscoveredService.parse(one)).toEqual(one);
    expect(new Set(discovered.map(({ hook }) => hook)).size).toBe(7);
    const names = discovered.map(({ id, hook }) => `${id} ${hook}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test('asks only for what every client must support', () => {
    for (const { prefetch } of discovered)
      for (const query of Object.values(prefetch)) {
        expect(query).toMatch(
          /^(Patient\/\{\{context\.patientId\}\}|[A-Z][A-Za-z]+\?patient=\{\{context\.patientId\}\}(&|$))/,
        );
        const names =
          query
            .split('?')[1]
            ?.split('&')
            .map((part) => part.split('=')[0]) ?? [];
        expect(names.filter((name) => !['patient', 'code', 'status', '_sort', '_count'].includes(name ?? ''))).toEqual(
          [],
        );
        expect(query.length).toBeLessThan(3000);
      }
  });

  test('asks for no more than the rules of the matter need', () => {
    for (const { keys, rules } of services) {
      const wanted = new Set(rules.flatMap(keysOfRule));
      expect(keys.map(({ key }) => key).toSorted()).toEqual([...wanted].toSorted());
    }
    expect(serviceOf('oka-interactions').keys.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['patient', 'medications']),
    );
  });
});

test('a query is filled with the patient of the call', () => {
  const medications = serviceOf('oka-interactions').keys.find(({ key }) => key === 'medications');
  expect(medications && filled(medications, 'p-1')).toBe('MedicationRequest?patient=p-1&status=active&_count=200');
});
