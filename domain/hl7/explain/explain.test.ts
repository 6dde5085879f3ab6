import { describe, expect, test } from '@jest/globals';
import { regionContext } from '../map/context.ts';
import { ID_KEY, message, PID, RECEIVED_AT, REGION, segment } from '../map/example.ts';
import { mapMessages, readingIn } from '../map/map.ts';
import { type Hl7Message, Repetition, Segment } from '../read/message.ts';
import { readEach } from '../read/read.ts';
import { explainMessage } from './explain.ts';
import { watched } from './trace.ts';
import { textOf, textWith, valuesOf } from './values.ts';

const contextOf = (clinic: string) => regionContext(REGION, clinic, { idKey: ID_KEY, receivedAt: RECEIVED_AT });

function read(bytes: Uint8Array, clinic: string): Hl7Message {
  const [one] = readEach(bytes, readingIn(contextOf(clinic)));
  if (one === undefined || one instanceof Error) throw new Error('the example cannot be read');
  return one;
}
const explained = (bytes: Uint8Array, clinic: string) => {
  const values = explainMessage(read(bytes, clinic), contextOf(clinic));
  return new Map(values.map((value) => [value.place, value]));
};

const VISIT = segment('PV1', { 1: '1', 2: 'I', 3: 'ТЕР^12^3', 19: 'V-1', 44: '20260110093000' });
const admission = message('ADT^A01', ['EVN|A01|20260110', `${PID}||X`, VISIT, 'ZZZ|1|свои^данные']);
const results = message(
  'ORU^R01',
  [
    PID,
    segment('OBR', { 3: 'F-1', 4: '57021-8^CBC^LN', 7: '20260110090000', 22: '20260110100000', 25: 'F' }),
    'OBX|1|NM|КАЛИЙ^Калий^L||5,1|ммоль/л|3,5-5,1|N|||F',
    'OBX|2|NM|HGB^Гемоглобин^L||11|г/дл|||||F',
  ],
  { application: 'LIS' },
);

describe('the way of each value', () => {
  test('leads to the places of the bundle that hang on it', () => {
    const of = explained(admission, 'hospital');
    expect(of.get('PID-5.1')).toMatchObject({
      name: 'Patient Name',
      value: 'Небылицын',
      paths: ['Patient[1].name[1].family', 'Patient[1].name[1].text'],
      namesResources: false,
    });
    expect(of.get('PID-7')?.paths).toEqual(['Patient[1].birthDate']);
    expect(of.get('PID-8')?.paths).toEqual(['Patient[1].gender']);
    expect(of.get('PV1-44')?.paths).toEqual(['Encounter[1].period.start']);
    expect(of.get('PV1-3.2')?.paths).toContain('Encounter[1].location[1].location.display');
  });

  test('says which values name resources, and which decide whether there are any', () => {
    const of = explained(admission, 'hospital');
    expect(of.get('PID-3.1')).toMatchObject({ namesResources: true, paths: ['Patient[1].identifier[1].value'] });
    expect(of.get('PV1-19')).toMatchObject({ namesResources: true });
    expect(of.get('MSH-9.1')?.paths).toEqual(['whether the message is mapped at all']);
    expect(of.get('MSH-10')?.paths).toEqual(['name of the message in answers']);
  });

  test('of a number goes through the code map, with its unit', () => {
    const of = explained(results, 'laboratory');
    expect(of.get('OBX[2]-5')?.paths).toContain('Observation[2].valueQuantity.value');
    expect(of.get('OBX[2]-6')?.paths).toEqual(expect.arrayContaining(['Observation[2].valueQuantity.code']));
    expect(of.get('OBX[1]-7')?.paths).toContain('Observation[1].referenceRange[1].text');
    expect(of.get('OBR-22')?.paths).toContain('which statement is the newer one of Observation[1]');
  });

  test('of a patient that a laboratory names ends beside the chart', () => {
    const of = explained(results, 'laboratory');
    expect(of.get('PID-5.1')?.paths).toEqual(['compared with the Patient of the chart[1].name']);
  });

  test('that leads nowhere says why', () => {
    const of = explained(admission, 'hospital');
    expect(of.get('ZZZ-2.1')).toMatchObject({ paths: [], notMapped: 'segment-not-read' });
    expect(of.get('MSH-12')).toMatchObject({ paths: [], notMapped: 'field-not-read' });
    expect(of.get('MSH-18')).toMatchObject({ paths: [], notMapped: 'reading' });
    expect(of.get('PID-10')).toMatchObject({ paths: [], notMapped: 'field-not-read' });
  });
});

describe('what the explanation rests on', () => {
  test.each([
    ['hospital', admission],
    ['laboratory', results],
  ] as const)('a watched message of the %s is mapped as an unwatched one', (clinic, bytes) => {
    const plain = read(bytes, clinic);
    const looked: string[] = [];
    const seen = watched(plain, (...place) => looked.push(place.join(' ')));
    expect(mapMessages([seen], contextOf(clinic))).toEqual(mapMessages([plain], contextOf(clinic)));
    expect(looked.length).toBeGreaterThan(20);
  });

  test('nothing that a segment or a repetition can be asked goes unwatched', () => {
    const [one] = watched(read(admission, 'hospital'), () => {}).segments;
    const namesOf = (prototype: object): string[] => Object.getOwnPropertyNames(prototype).sort();
    expect(namesOf(Object.getPrototypeOf(one))).toEqual(namesOf(Segment.prototype));
    expect(namesOf(Object.getPrototypeOf(one?.first(3)))).toEqual(namesOf(Repetition.prototype));
  });

  test('a value stands where it is put, whatever is beside it', () => {
    const one = read(admission, 'hospital');
    for (const sent of valuesOf(one)) {
      if (one.segments[sent.segment]?.name === 'MSH' && sent.field < 3) continue;
      const text = textWith(one, sent, 'НОВОЕ');
      const again = read(new TextEncoder().encode(text), 'hospital');
      const { segment: place, field, repetition, component, subcomponent } = sent;
      expect(again.segments[place]?.repetitions(field)[repetition - 1]?.text(component, subcomponent)).toBe('НОВОЕ');
      expect(textWith(one, sent, textAt(one, sent))).toBe(textOf(one));
    }
  });
});

const textAt = (
  one: Hl7Message,
  { segment: place, field, repetition, component, subcomponent }: ReturnType<typeof valuesOf>[number],
) => one.segments[place]?.repetitions(field)[repetition - 1]?.text(component, subcomponent) ?? '';
