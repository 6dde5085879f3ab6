import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf, segment } from '../example.ts';
import type { MappedInput } from '../map.ts';

const order = (segments: readonly string[], sentAt = '20260110101500', type = 'ORM^O01'): MappedInput =>
  mapFrom('hospital', message(type, [PID, ...segments], { sentAt }));
const requests = (...inputs: MappedInput[]) => resourcesOf<fhir4.ServiceRequest>('ServiceRequest', ...inputs);
const obr = (number: string, fields: Record<number, string> = {}): string =>
  segment('OBR', { 1: '1', 2: number, 4: 'БХ^Биохимия^L', ...fields });
const stateOf = (control: string, status = '') =>
  requests(order([`ORC|${control}|N-1|||${status}`, obr('N-1')]))[0]?.status;

describe('the state of an order', () => {
  test.each([
    ['NW', '', 'active'],
    ['SN', '', 'active'],
    ['XO', '', 'active'],
    ['CA', '', 'revoked'],
    ['CR', '', 'revoked'],
    ['OC', '', 'revoked'],
    ['DC', '', 'revoked'],
    ['OD', '', 'revoked'],
    ['RP', '', 'revoked'],
    ['RO', '', 'active'],
    ['HD', '', 'on-hold'],
    ['RL', '', 'active'],
    ['UC', '', 'active'],
    ['SC', 'CM', 'completed'],
    ['SC', 'IP', 'active'],
    ['SC', 'HD', 'on-hold'],
    ['SC', 'CA', 'revoked'],
    ['NW', 'CM', 'completed'],
    ['CA', 'IP', 'revoked'],
    ['SC', 'ER', 'active'],
    ['QQ', '', 'active'],
  ])('ORC-1 %s with ORC-5 "%s" is %s', (control, status, state) => {
    expect(stateOf(control, status)).toBe(state);
  });

  test('a change of an order says nothing of its state, and a change of state nothing of its content', () => {
    const placed = order(['ORC|NW|N-1', obr('N-1', { 27: '^^^^^S', 31: 'R05^Кашель^I10' })]);
    const held = order(['ORC|HD|N-1', obr('N-1')], '20260110110000');
    const changed = order(['ORC|XO|N-1', obr('N-1', { 27: '^^^^^R', 31: 'R05^Кашель^I10' })], '20260110120000');
    expect(requests(changed, held, placed)).toMatchObject([{ status: 'on-hold', priority: 'routine' }]);
    expect(requests(held, placed)).toMatchObject([{ status: 'on-hold', priority: 'stat', reasonCode: [{}] }]);
    expect(requests(order(['ORC|RL|N-1', obr('N-1')], '20260110130000'), held, placed)[0]?.status).toBe('active');
  });

  test('a number that comes with a state joins those of the order', () => {
    const placed = order(['ORC|NW|N-1', obr('N-1')]);
    const taken = order(['ORC|SC|N-1|Ф-1||IP', obr('N-1', { 3: 'Ф-1' })], '20260110110000');
    expect(requests(taken, placed)[0]?.identifier?.map(({ value }) => value)).toEqual(['N-1', 'Ф-1']);
  });

  test('the order that takes the place of another names it', () => {
    const mapped = order(['ORC|RP|N-1', obr('N-1'), 'ORC|RO|N-2', obr('N-2')]);
    const of = (number: string) => requests(mapped).find(({ identifier }) => identifier?.[0]?.value === number);
    expect(of('N-1')?.status).toBe('revoked');
    expect(of('N-2')).toMatchObject({ status: 'active', replaces: [{ identifier: { value: 'N-1' } }] });
  });

  test('a child names its parent by ORC-8, by OBR-29, or by the message; a group has its number', () => {
    const parents = requests(
      order(['ORC|PA|N-1', obr('N-1'), 'ORC|CH|N-2', obr('N-2'), 'ORC|CH|N-3||ГР-1||||Р-7&HIS^Ф-7', obr('N-3')]),
      order(['ORC|NW|N-4', obr('N-4', { 29: 'Р-8' })]),
    ).map(({ identifier, basedOn, requisition }) => [
      identifier?.[0]?.value,
      basedOn?.[0]?.identifier?.value,
      requisition?.value,
    ]);
    expect(parents.sort()).toEqual([
      ['N-1', undefined, undefined],
      ['N-2', 'N-1', undefined],
      ['N-3', 'Р-7', 'ГР-1'],
      ['N-4', 'Р-8', undefined],
    ]);
  });
});

describe('what accompanies an order', () => {
  test('its notes, its specimens, and what is observed or attached with it', () => {
    const mapped = order(
      [
        'NTE|1||Аллергик',
        'ORC|NW|N-1',
        obr('N-1', { 13: 'Натощак' }),
        'CTD|1',
        'NTE|1||Срочно',
        'OBX|1|NM|ВЕС^Вес^L||70|кг|||||F',
        'SPM|1|С-1^Ф-1||SER^Сыворотка^HL70487',
        'OBX|1|TX|П^Примечание^L||Хилёз',
      ],
      undefined,
      'OML^O21',
    );
    const [request] = requests(mapped);
    expect(request?.note).toEqual([{ text: 'Срочно' }, { text: 'Натощак' }]);
    const [specimen] = resourcesOf<fhir4.Specimen>('Specimen', mapped);
    expect(request?.specimen).toEqual([{ reference: `Specimen/${specimen?.id}` }]);
    expect(specimen?.note).toEqual([{ text: 'Примечание: Хилёз' }]);
    const words = resourcesOf<fhir4.Observation>('Observation', mapped).map(({ code }) => code.text);
    expect(words.sort()).toEqual(['NTE', 'Вес']);
  });

  test.each([
    ['a PID', [PID, 'ORC|RE|P-1', obr('P-1')]],
    ['a PV1', ['PV1|1|O', 'ORC|SC|P-1', obr('P-1')]],
    ['its own control code', ['ORC|PR|P-1', obr('P-1')]],
  ])('a prior result behind %s is no order and no present result', (_, prior) => {
    const mapped = order(
      ['ORC|NW|N-1', obr('N-1'), ...prior, 'OBX|1|NM|КАЛИЙ^Калий^L||9|ммоль/л|||||F', 'ORC|NW|N-2', obr('N-2')],
      undefined,
      'OML^O21',
    );
    expect(
      requests(mapped)
        .map(({ identifier }) => identifier?.[0]?.value)
        .sort(),
    ).toEqual(['N-1', 'N-2']);
    expect(resourcesOf('Observation', mapped)).toEqual([]);
    expect(mapped.messages[0]?.warnings).toContain('PRIOR_RESULT is kept in the input only');
  });

  test('an order on specimens named before it refers to them', () => {
    const mapped = order(
      ['SPM|1|С-1', 'ORC|NW|N-1', obr('N-1'), 'SPM|1|С-2', 'ORC|NW|N-2', obr('N-2')],
      undefined,
      'OML^O33',
    );
    const of = (number: string) =>
      resourcesOf<fhir4.Specimen>('Specimen', mapped).find(({ identifier }) => identifier?.[0]?.value === number)?.id;
    expect(
      requests(mapped)
        .map(({ identifier, specimen }) => [identifier?.[0]?.value, specimen])
        .sort(),
    ).toEqual([
      ['N-1', [{ reference: `Specimen/${of('С-1')}` }]],
      ['N-2', [{ reference: `Specimen/${of('С-2')}` }]],
    ]);
  });
});
