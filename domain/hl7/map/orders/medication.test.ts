import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const send = (type: string, segments: readonly string[], sentAt = '20260110101500'): MappedInput =>
  mapFrom('hospital', message(type, [PID, ...segments], { sentAt }));
const orders = (...inputs: MappedInput[]) => resourcesOf<fhir4.MedicationRequest>('MedicationRequest', ...inputs);
const dispenses = (...inputs: MappedInput[]) => resourcesOf<fhir4.MedicationDispense>('MedicationDispense', ...inputs);
const timingOf = (...segments: string[]) =>
  orders(send('RDE^O11', ['ORC|NW|R-1', ...segments]))[0]?.dosageInstruction?.[0]?.timing;
const RXE = segment('RXE', { 2: 'ВАРФ^Варфарин^L', 3: '2,5', 4: '5', 5: 'мг' });

describe('a prescription of a pharmacy', () => {
  test('has dose, schedule, route, amount, repeats, reason, number and until when it holds', () => {
    const mapped = send('RDE^O11', [
      segment('ORC', { 1: 'NW', 2: 'R-1', 4: 'ГР-1', 9: '20260110100000', 12: 'Т1^Вымыслова^Ася' }),
      segment('RXE', {
        2: 'ВАРФ^Варфарин^L',
        3: '2,5',
        4: '5',
        5: 'мг',
        7: '^после еды',
        10: '30',
        11: 'таб',
        12: '2',
        15: 'РЦ-9',
        27: 'I48^Фибрилляция предсердий^I10',
      }),
      segment('TQ1', { 1: '1', 3: 'BID', 7: '20260110', 8: '20260120', 9: 'S^Stat', 11: 'вечером' }),
      'RXR|PO^Внутрь^HL70162',
    ]);
    expect(orders(mapped)).toMatchObject([
      {
        status: 'active',
        priority: 'stat',
        groupIdentifier: { value: 'ГР-1' },
        identifier: [{ value: 'R-1' }, { value: 'РЦ-9' }],
        medicationCodeableConcept: { coding: [{ code: 'B01AA03' }, {}] },
        requester: { display: 'Вымыслова Ася' },
        reasonCode: [{ coding: [{ code: 'I48' }] }],
        dosageInstruction: [
          {
            text: 'после еды; вечером',
            timing: {
              code: { text: 'BID' },
              repeat: {
                frequency: 2,
                period: 1,
                periodUnit: 'd',
                boundsPeriod: { start: '2026-01-10', end: '2026-01-20' },
              },
            },
            route: { coding: [{ code: 'PO' }] },
            doseAndRate: [{ doseRange: { low: { value: 2.5 }, high: { value: 5, code: 'mg' } } }],
          },
        ],
        dispenseRequest: {
          quantity: { value: 30 },
          numberOfRepeatsAllowed: 2,
          validityPeriod: { start: '2026-01-10', end: '2026-01-20' },
        },
      },
    ]);
  });

  test.each<[string, fhir4.TimingRepeat]>([
    ['QD', { frequency: 1, period: 1, periodUnit: 'd' }],
    ['QOD', { frequency: 1, period: 2, periodUnit: 'd' }],
    ['Q6H', { frequency: 1, period: 6, periodUnit: 'h' }],
    ['5ID', { frequency: 5, period: 1, periodUnit: 'd' }],
    ['QHS', { frequency: 1, period: 1, periodUnit: 'd', when: ['HS'] }],
    ['ONCE', { count: 1 }],
  ])('%s in TQ1, in RXE-1 and in ORC-7', (pattern, repeat) => {
    const timing = { code: { text: pattern }, repeat };
    expect(timingOf(RXE, segment('TQ1', { 3: pattern }))).toEqual(timing);
    expect(timingOf(RXE.replace('RXE|', `RXE|1^${pattern}`))).toEqual(timing);
    expect(orders(send('ORM^O01', [`ORC|NW|R-1|||||1^${pattern}`, RXE]))[0]?.dosageInstruction?.[0]?.timing).toEqual(
      timing,
    );
  });

  test('as needed, at times of the day, and in a way that nobody counts', () => {
    expect(orders(send('RDE^O11', ['ORC|NW|R-1', RXE, 'TQ1|1||PRN BID']))[0]?.dosageInstruction?.[0]).toMatchObject({
      asNeededBoolean: true,
      timing: { repeat: { frequency: 2 } },
    });
    expect(timingOf(RXE, 'TQ1|1||QHS|0800~20:30')?.repeat).toEqual({
      frequency: 1,
      period: 1,
      periodUnit: 'd',
      timeOfDay: ['08:00:00', '20:30:00'],
    });
    expect(timingOf(RXE, 'TQ1|1||КАК ОБЫЧНО')).toEqual({ code: { text: 'КАК ОБЫЧНО' } });
    expect(timingOf(RXE, 'TQ1|1||Q0H')).toEqual({ code: { text: 'Q0H' } });
  });

  test('an order without an end in one of its schedules has none', () => {
    const [order] = orders(
      send('RDE^O11', ['ORC|NW|R-1', RXE, 'TQ1|1||BID||||20260110|20260112', 'TQ1|2||QD||||20260112']),
    );
    expect(order?.dosageInstruction).toHaveLength(2);
    expect(order?.dispenseRequest?.validityPeriod).toEqual({ start: '2026-01-10' });
  });

  test('no drug takes the place of another under one order number', () => {
    const second = segment('RXE', { 2: 'АСК^Ацетилсалициловая кислота^L' });
    const mapped = send('RDE^O11', ['ORC|NW|R-1', RXE, second, 'ORC|NW|R-2', RXE]);
    expect(
      orders(mapped)
        .map(({ medicationCodeableConcept }) => medicationCodeableConcept?.text)
        .sort(),
    ).toEqual(['Ацетилсалициловая кислота', 'Варфарин', 'Варфарин']);
    expect(mapped.messages[0]?.warnings).toContain('several drugs under one order number');
  });

  test('a mixture keeps its components beside the name by which it was ordered', () => {
    const [order] = orders(
      send('RDE^O11', ['ORC|NW|R-1', RXE, 'RXC|B|NACL^Натрия хлорид^L|200|мл', 'RXC|A|ВАРФ^Варфарин^L|5|мг']),
    );
    expect(order?.medicationCodeableConcept?.text).toBe('Варфарин');
    expect(order?.contained).toMatchObject([
      {
        resourceType: 'Medication',
        ingredient: [
          { itemCodeableConcept: { text: 'Натрия хлорид' }, isActive: false, strength: { numerator: { value: 200 } } },
          { itemCodeableConcept: { coding: [{ code: 'B01AA03' }, {}] }, isActive: true },
        ],
      },
    ]);
  });
});

describe('what a pharmacy gives out', () => {
  const rxd = (fields: Record<number, string> = {}): string =>
    segment('RXD', {
      1: '1',
      2: 'ВАРФ^Варфарин^L',
      3: '20260110110000',
      4: '30',
      5: 'таб',
      7: 'РЦ-9',
      10: 'Т5^Аптекарев',
      18: 'СЕР-2',
      19: '20271231',
      ...fields,
    });

  test('is named by order, drug and time, with its lot, and refers to the prescription', () => {
    const mapped = send('RDS^O13', ['ORC|RE|R-1', RXE, rxd(), 'NTE|1||Выдано родственнику']);
    expect(dispenses(mapped)).toMatchObject([
      {
        status: 'completed',
        medicationCodeableConcept: { coding: [{ code: 'B01AA03' }, {}] },
        quantity: { value: 30 },
        whenHandedOver: '2026-01-10T11:00:00+05:00',
        performer: [{ actor: { display: 'Аптекарев' } }],
        authorizingPrescription: [{ type: 'MedicationRequest', identifier: { value: 'R-1' } }],
        contained: [{ id: 'lot', batch: { lotNumber: 'СЕР-2', expirationDate: '2027-12-31' } }],
        note: [{ text: 'Выдано родственнику' }],
      },
    ]);
    const again = send('RDS^O13', ['ORC|RE|R-1', rxd({ 1: '2', 3: '20260120110000' })], '20260120111000');
    expect(dispenses(mapped, again)).toHaveLength(2);
  });

  test('restates the prescription without taking its place or its state', () => {
    const stopped = send('ORM^O01', ['ORC|DC|R-1', RXE], '20260110100000');
    const ordered = send('RDE^O11', ['ORC|NW|R-1', RXE, 'TQ1|1||BID'], '20260110090000');
    const out = send(
      'RDS^O13',
      ['ORC|NW|R-1', segment('RXE', { 2: 'ВАРФ^Варфарин^L', 7: '^после еды' }), rxd()],
      '20260110110500',
    );
    for (const inputs of [
      [out, stopped, ordered],
      [ordered, out, stopped],
    ]) {
      const [order] = orders(...inputs);
      expect(order?.status).toBe('stopped');
      expect(order?.dosageInstruction).toHaveLength(1);
      expect(order?.dosageInstruction?.[0]?.timing?.code?.text).toBe('BID');
    }
    expect(orders(out)).toMatchObject([{ status: 'active' }]);
  });

  test('taken back is cancelled, in any order', () => {
    const given = send('RDS^O13', ['ORC|RE|R-1', rxd()]);
    const back = send('RDS^O13', ['ORC|CA|R-1', rxd()], '20260110120000');
    expect(dispenses(back, given)).toMatchObject([{ status: 'cancelled', quantity: { value: 30 } }]);
    expect(dispenses(given, back)).toEqual(dispenses(back, given));
  });
});
