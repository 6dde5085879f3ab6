import { describe, expect, test } from '@jest/globals';
import { bornBefore, entry, factsOf, order, ordered, patient, study } from './examples.ts';
import type { ChartEntry } from './facts.ts';
import { contrastOrdersOf, examinationOf, imagingOrdersOf, openImagingOrders } from './imaging-orders.ts';

const adult = patient(bornBefore({ years: 50 }));
const modality = (words: string) => examinationOf(words).modality;
const regions = (words: string) => examinationOf(words).regions;
const contrast = (words: string) => examinationOf(words).contrast;

describe('how it is made', () => {
  test.each([
    ['PET', 'ПЭТ; PET; ПЭТ-КТ; PET/CT'],
    [
      'CT',
      'КТ; МСКТ; СКТ; МДКТ; CT; CTA; CTPA; ННДКТ? НДКТ; LDCT; КТ-ангиография; Компьютерная томография; Computed tomography',
    ],
    ['MR', 'МРТ; MRI; MR; МР-ангиография; Магнитно-резонансная томография'],
    ['US', 'УЗИ; УЗДГ; Ультразвуковое исследование; Ultrasound; Эхокардиография; ЭхоКГ; Эхо-КГ; US kidneys'],
    ['NM', 'Сцинтиграфия; Bone scintigraphy; ОФЭКТ; SPECT'],
    ['MG', 'Маммография; Mammography; MG; ММГ'],
    ['RF', 'Ирригоскопия; Урография; Urography; Barium enema; Pyelography'],
    ['XA', 'Ангиография; Коронарография; Коронароангиография; Angiography'],
    ['XR', 'Рентгенография; Флюорография; X-ray; Xray; Radiography; XR; CR; DX; РГР; ФОГ; ФЛГ'],
  ])('%s: %s', (expected, words) => {
    for (const one of words.split('; ')) expect([one, modality(one)]).toEqual([one, expected]);
  });
  test('a word that only contains one is none', () => {
    for (const one of [
      'Контроль давления',
      'акт осмотра',
      'doctor',
      'бюст',
      'Общий анализ крови',
      'пэтчворк',
      'мгновенно',
    ])
      expect([one, modality(one)]).toEqual([one, undefined]);
  });
});

describe('where', () => {
  test.each([
    ['chest', 'органов грудной клетки; chest; thorax; лёгких; легких; лёгочных артерий; ОГК; lung; CTPA'],
    ['abdomen', 'живота; брюшной полости; ОБП; abdomen; печени; почек; почки; urography; урография'],
    ['pelvis', 'таза; ОМТ; pelvis; hip'],
    ['head', 'головы; головного мозга; черепа; пазух носа; шеи; head; brain; skull; sinuses; neck'],
    ['cervical spine', 'шейного отдела; ШОП; cervical spine'],
    ['lumbar spine', 'поясницы; поясничного отдела; ПОП; lumbar spine'],
    ['limb', 'коленного сустава; кисти; стопы; голени; бедра; плеча; предплечья; локтя; запястья; лодыжки; конечности'],
    ['limb', 'knee; hand; foot; ankle; wrist; limb; extremity; leg; arm'],
    ['eye', 'глаза; глазного дна; сетчатки; fundus; retina; eye'],
    ['breast', 'молочных желёз; breast; mammography; маммография'],
  ] as const)('%s: %s', (expected, words) => {
    for (const one of words.split('; '))
      expect([one, regions(`КТ ${one}`)]).toEqual([one, expect.arrayContaining([expected])]);
  });
  test('several at once', () => {
    expect(regions('КТ груди, живота и таза').toSorted()).toEqual(['abdomen', 'chest', 'pelvis']);
    expect(regions('КТ')).toEqual([]);
  });
});

describe('contrast', () => {
  test.each([
    ...['КТ живота с контрастом', 'КТ с контрастным усилением', 'CT with contrast', 'CT Abdomen W contrast IV'],
    ...[
      'КТ без и с контрастом',
      'КТ с и без контрастирования',
      'CT without and with contrast',
      'CT with and without contrast',
    ],
    ...['CT W and W/O contrast', 'CT w & wo contrast', 'Коронарография', 'КТ-ангиография'],
  ])('“%s”', (words) => expect(contrast(words)).toBe(true));
  test.each([
    ...['КТ живота', 'КТ без контраста', 'КТ без внутривенного контраста', 'КТ без в/в контраста', 'КТ без усиления'],
    ...[
      'CT without contrast',
      'CT WO contrast',
      'CT w/o contrast',
      'CT without IV contrast',
      'КТ нативная, не с контрастом',
    ],
  ])('not “%s”', (words) => expect(contrast(words)).toBe(false));
});

describe('orders of a chart', () => {
  const read = (...entries: ChartEntry[]) => imagingOrdersOf(factsOf([adult, ...entries]));
  test('are named as the physician wrote them, else by the display of the code, else by its kind', () => {
    const coded = (coding: fhir4.Coding[], text?: string) =>
      order('o', '2026-02-20', { code: { coding, ...(text ? { text } : {}) } });
    expect(read(coded([{ display: 'XR Chest' }], 'Рентген ОГК'))[0]?.name).toBe('Рентген ОГК');
    expect(read(coded([{ code: 'x' }, { display: 'XR Chest' }]))[0]?.name).toBe('XR Chest');
    expect(read(coded([{ system: 'http://loinc.org', code: '24627-2' }]))[0]).toMatchObject({
      name: 'CT chest',
      modality: 'CT',
    });
    expect(read(coded([{ system: 'urn:own', code: '24627-2' }]))).toEqual([]);
  });
  test('are read with their details and body sites', () => {
    const detailed = order('o', '2026-02-20', {
      code: { text: 'КТ' },
      orderDetail: [{ text: 'с контрастом' }],
      bodySite: [{ coding: [{ display: 'Abdomen' }] }],
    });
    expect(read(detailed)[0]).toMatchObject({ modality: 'CT', regions: ['abdomen'], contrast: true });
    expect(read(entry({ resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: {} }))).toEqual([]);
  });

  const open = (...entries: ChartEntry[]) => openImagingOrders(factsOf([adult, ...entries])).length;
  test('are open while active or draft, undated or of 180 days', () => {
    const at = (status: fhir4.ServiceRequest['status'], authoredOn = '2026-02-20T09:00:00Z') =>
      ordered('КТ', authoredOn, { status });
    expect([open(at('active')), open(at('draft')), open(at('completed')), open(at('on-hold'))]).toEqual([1, 1, 0, 0]);
    expect([open(at('active', '2025-09-02T12:00:00Z')), open(at('active', '2025-09-02T11:59:00Z'))]).toEqual([1, 0]);
    expect(open(at('active', 'soon'))).toBe(1);
  });
  test('are made once a study is based on them or has their number', () => {
    const identifier = [{ system: 'urn:oid:1', value: 'A-1' }];
    const numbered = ordered('КТ', '2026-02-20T09:00:00Z', { identifier });
    expect(open(numbered, study('s', '2026-02-21', { identifier }))).toBe(0);
    expect(open(numbered, study('s', '2026-02-21', { identifier: [{ system: 'urn:oid:2', value: 'A-1' }] }))).toBe(1);
    const based = { basedOn: [{ reference: 'ServiceRequest/x' }, { reference: `ServiceRequest/${numbered.id}` }] };
    expect(open(numbered, study('s', '2026-02-21', based))).toBe(0);
    expect(open(numbered, study('s', '2026-02-21', { basedOn: [{ reference: 'ServiceRequest/x' }] }))).toBe(1);
  });
  test('with an iodinated medium: CT, PET, catheters and other X-rays; a catheter goes into an artery', () => {
    const of = (text: string) =>
      contrastOrdersOf(factsOf([adult, ordered(text)])).map(({ intraArterial }) => intraArterial);
    expect([of('КТ с контрастом'), of('ПЭТ/КТ с контрастом'), of('Экскреторная урография')]).toEqual([
      [false],
      [false],
      [false],
    ]);
    expect(of('Коронароангиография')).toEqual([true]);
    expect([of('МРТ с контрастом'), of('УЗИ с контрастом'), of('КТ')]).toEqual([[], [], []]);
  });
});
