import fc from 'fast-check';
import { VISIT_TYPES } from '../../domain/hl7/map/visit-types.ts';
import { type SenderClock, type SenderName, type StoryInput, said, segment, timeOf, type When } from './message.ts';

export type { StoryInput };

/** Few moments, so that many things happen at one time; clocks that are mostly right. */
const when: fc.Arbitrary<When> = fc.record({
  minute: fc.nat(5).map((step) => step * 10),
  clock: fc.constantFrom<SenderClock>('right', 'right', 'right', 'right', 'ahead', 'none'),
});

const SNILS = '112-233-445 95^^^&1.2.643.100.3&ISO^SS';
const PEOPLE = [
  ['Небылицын^Пётр^Фомич', '19480512', 'M'],
  ['Небылицын^Петр^Фомич', '194805', 'M'],
  ['Небылицына^Пелагея^Фоминична', '19480512', 'F'],
] as const;

/** PID of one of the two numbers that the hospital has for him, in one of the spellings it has used. */
const pid = (number: string, person = 0, domain = 'HOS'): string => {
  const [name, born, sex] = PEOPLE[person] ?? PEOPLE[0];
  return segment('PID', { 1: '1', 3: `${number}^^^${domain}^PI~${SNILS}`, 5: name, 7: born, 8: sex });
};

const number = fc.constantFrom('70001', '70002');
const person = fc.nat(PEOPLE.length - 1);
const visit = fc.constantFrom('V-1', 'V-2');

const VISIT_EVENTS = Object.keys(VISIT_TYPES)
  .filter((type) => /^ADT\^A(0\d|1[0-6]|2[125-7]|3[238]|5[2-5]|6\d)$/.test(type))
  .map((type) => type.slice(4));

/** One kind of thing that can happen; gives one message. */
type Happening = fc.Arbitrary<StoryInput>;
const happening = <T>(parts: fc.Arbitrary<T>, tell: (said: T, when: When) => StoryInput): Happening =>
  fc.tuple(parts, when).map(([said, at]) => tell(said, at));

const visits = happening(
  fc.record({
    number,
    person,
    visit,
    event: fc.constantFrom(...VISIT_EVENTS),
    ward: fc.constantFrom('ТЕР^12^3', 'ХИР^2^1'),
    diagnosis: fc.constantFrom('', 'J18.9^Пневмония^I10', 'I48^Фибрилляция^I10'),
  }),
  ({ number, person, visit, event, ward, diagnosis }, at) => {
    const time = timeOf('his', at);
    const end = event === 'A03' ? { 45: time } : {};
    const pv1 = segment('PV1', { 1: '1', 2: 'I', 3: ward, 19: visit, 44: '20260302140000', ...end });
    const dg1 = diagnosis === '' ? [] : [segment('DG1', { 1: '1', 3: diagnosis, 5: time, 6: 'A' })];
    return said('his', `ADT^${event}`, [pid(number, person), pv1, ...dg1], at);
  },
);

const demographics = happening(
  fc.record({ number, person, event: fc.constantFrom('A28', 'A31', 'A29') }),
  ({ number, person, event }, at) => said('his', `ADT^${event}`, [pid(number, person)], at),
);

const allergies = happening(
  fc.record({
    number,
    event: fc.constantFrom('A31', 'A60'),
    action: fc.constantFrom('A', 'D', 'U'),
    severity: fc.constantFrom('SV', 'MI'),
  }),
  ({ number, event, action, severity }, at) => {
    const substance = 'ПЕН^Пенициллин^L';
    const iam = segment('IAM', { 1: '1', 2: 'DA', 3: substance, 4: severity, 5: 'сыпь', 6: action, 7: 'AL-7' });
    const al1 = segment('AL1', { 1: '1', 2: 'DA', 3: substance, 4: severity, 5: 'сыпь' });
    return said('his', `ADT^${event}`, [pid(number), event === 'A60' ? iam : al1], at);
  },
);

const merges = happening(
  fc.record({
    event: fc.constantFrom('A40', 'A40', 'A18', 'A30', 'A34', 'A36', 'A39', 'A43', 'A47', 'A24', 'A37', 'A37'),
    reversed: fc.boolean(),
  }),
  ({ event, reversed }, at) => {
    const [survivor, other] = reversed ? ['70002', '70001'] : ['70001', '70002'];
    const second = event === 'A24' || event === 'A37' ? pid(other ?? '') : segment('MRG', { 1: `${other}^^^HOS^PI` });
    return said('his', `ADT^${event}`, [pid(survivor ?? ''), second], at);
  },
);

const moves = happening(
  fc.record({
    number,
    visit,
    event: fc.constantFrom('A17', 'A23', 'A35', 'A41', 'A42', 'A44', 'A45', 'A49', 'A50', 'A51'),
    from: fc.constantFrom('70001', '70002'),
    prior: fc.constantFrom('V-1', 'V-2', ''),
  }),
  ({ number, visit, event, from, prior }, at) => {
    const pv1 = segment('PV1', { 1: '1', 2: 'I', 3: 'ТЕР^12^3', 19: visit, 44: '20260302140000' });
    const mrg = segment('MRG', { 1: `${from}^^^HOS^PI`, 3: 'ACC-1', 5: prior });
    const second = event === 'A17' ? [pid(from), segment('PV1', { 1: '2', 2: 'I', 3: 'ХИР^2^1', 19: 'V-3' })] : [];
    return said('his', `ADT^${event}`, [pid(number), ...(event === 'A23' ? [] : [mrg]), pv1, ...second], at);
  },
);

const orders = happening(
  fc.record({
    number,
    control: fc.constantFrom('NW', 'NW', 'CA', 'XO', 'DC', 'HD', 'RL', 'RP', 'SC', 'OC', 'CR'),
    placer: fc.constantFrom('N-1', 'N-2'),
    service: fc.constantFrom('РГ-ОГК^Рентгенография^L', 'КАЛИЙ^Калий^L'),
    type: fc.constantFrom('ORM^O01', 'OMG^O19', 'OML^O21', 'OML^O33', 'OMI^O23'),
  }),
  ({ number, control, placer, service, type }, at) => {
    const orc = segment('ORC', { 1: control, 2: placer, 9: timeOf('his', at) });
    const obr = segment('OBR', { 1: '1', 2: placer, 4: service, 18: `A-${placer}` });
    return said('his', type, [pid(number), orc, obr], at);
  },
);

const medicines = happening(
  fc.record({
    number,
    control: fc.constantFrom('NW', 'NW', 'DC', 'CA', 'RP', 'HD', 'XO'),
    placer: fc.constantFrom('M-1', 'M-2'),
    drug: fc.constantFrom('ВАРФ^Варфарин^L', 'ИБУП^Ибупрофен^L'),
    type: fc.constantFrom('RDE^O11', 'RDE^O25', 'RDS^O13'),
  }),
  ({ number, control, placer, drug, type }, at) => {
    const orc = segment('ORC', { 1: control, 2: placer, 9: timeOf('his', at) });
    const rxe = segment('RXE', { 1: '^^^20260302', 2: drug, 3: '5', 5: 'мг' });
    const rxd = segment('RXD', { 1: '1', 2: drug, 3: timeOf('his', at), 4: '5', 5: 'мг', 7: `D-${placer}` });
    return said('his', type, [pid(number), orc, rxe, ...(type === 'RDS^O13' ? [rxd] : [])], at);
  },
);

const laboratory = happening(
  fc.record({
    number,
    person,
    filler: fc.constantFrom('F-1', 'F-2'),
    value: fc.constantFrom('4,1', '6,9', '7,2', '>8'),
    status: fc.constantFrom('P', 'F', 'F', 'C', 'D', 'W', 'X', 'U', 'R', 'N'),
    also: fc.boolean(),
    reported: fc.boolean(),
    type: fc.constantFrom('ORU^R01', 'ORU^R01', 'OUL^R21', 'OUL^R22', 'ORU^R30', 'ORU^R40'),
  }),
  ({ number, person, filler, value, status, also, reported, type }, at) => {
    const taken = '20260302110000';
    const reportedAt = reported ? { 22: timeOf('lis', at) } : {};
    const obr = segment('OBR', { 1: '1', 3: filler, 4: 'БХ^Биохимия^L', 7: taken, 25: status, ...reportedAt });
    const potassium = segment('OBX', {
      1: '1',
      2: 'NM',
      3: 'КАЛИЙ^Калий^L',
      5: value,
      6: 'ммоль/л',
      11: status,
      14: taken,
    });
    const creatinine = segment('OBX', {
      1: '2',
      2: 'NM',
      3: 'КРЕАТ^Креатинин^L',
      5: '180',
      6: 'мкмоль/л',
      11: 'F',
      14: taken,
    });
    const specimen = type.startsWith('OUL')
      ? [segment('SPM', { 1: '1', 2: 'S-1', 4: 'SER^Сыворотка^L', 17: taken })]
      : [];
    const segments = [pid(number, person), ...specimen, obr, potassium, ...(also ? [creatinine] : [])];
    return said('lis', type, segments, at);
  },
);

/** The laboratory has two patients before it: one result for the one, for the other, or taken back. */
const wrongPatient = happening(
  fc.record({
    patient: fc.constantFrom('70001', '70002', '80001', '80002'),
    value: fc.constantFrom('4,1', '7,2'),
    status: fc.constantFrom('P', 'F', 'F', 'C', 'W'),
    reported: fc.boolean(),
  }),
  ({ patient, value, status, reported }, at) => {
    const obr = { 1: '1', 3: 'F-1', 4: 'БХ^Биохимия^L', 7: '20260302110000', 25: status };
    const obx = { 1: '1', 2: 'NM', 3: 'КАЛИЙ^Калий^L', 5: value, 6: 'ммоль/л', 11: status };
    // Of the other numbers nothing is known but that they are somebody else's.
    const who = patient.startsWith('7') ? pid(patient) : segment('PID', { 1: '1', 3: `${patient}^^^HOS^PI` });
    const reportedAt = reported ? { 22: timeOf('lis', at) } : {};
    return said('lis', 'ORU^R01', [who, segment('OBR', { ...obr, ...reportedAt }), segment('OBX', obx)], at);
  },
);

const reports = happening(
  fc.record({
    number,
    status: fc.constantFrom('P', 'F', 'C', 'D', 'X'),
    text: fc.constantFrom('Инфильтрация справа.', 'Без патологии.'),
  }),
  ({ number, status, text }, at) => {
    const time = timeOf('ris', at);
    const obr = segment('OBR', {
      1: '1',
      2: 'N-1',
      3: 'R-1',
      4: 'РГ-ОГК^Рентгенография^L',
      18: 'A-N-1',
      22: time,
      24: 'RAD',
      25: status,
    });
    const obx = segment('OBX', { 1: '1', 2: 'TX', 3: 'ЗАКЛ^Заключение^L', 5: text, 11: status });
    return said('ris', 'ORU^R01', [pid(number), obr, obx], at);
  },
);

const documents = happening(
  fc.record({
    number,
    event: fc.constantFrom('T01', 'T02', 'T03', 'T04', 'T06', 'T08', 'T09', 'T10', 'T11'),
    document: fc.constantFrom('D-1', 'D-2'),
    parent: fc.constantFrom('', 'D-1'),
    text: fc.constantFrom('Осмотр.', 'Осмотр, исправлен.'),
  }),
  ({ number, event, document, parent, text }, at) => {
    const txa = segment('TXA', {
      1: '1',
      2: 'CN',
      3: 'TX',
      4: timeOf('his', at),
      12: document,
      13: parent,
      17: 'AU',
      19: 'AV',
    });
    const obx = segment('OBX', { 1: '1', 2: 'TX', 3: 'ОСМ^Осмотр^L', 5: text, 11: 'F' });
    const pv1 = segment('PV1', { 1: '1', 2: 'I', 19: 'V-1' });
    return said('his', `MDM^${event}`, [pid(number), pv1, txa, obx], at);
  },
);

const appointments = happening(
  fc.record({
    number,
    event: fc.constantFrom('S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S18', 'S20', 'S22', 'S26'),
    start: fc.constantFrom('20260303100000', '20260304113000'),
  }),
  ({ number, event, start }, at) => {
    const sch = segment('SCH', { 1: 'AP-1', 2: 'AP-1', 7: 'ПРИЁМ^Приём^L', 11: `^^20^${start}`, 25: 'Booked' });
    const ais = segment('AIS', { 1: '1', 3: 'ТЕР^Терапевт^L', 4: start });
    return said('his', `SIU^${event}`, [sch, pid(number), 'RGS|1', ais], at);
  },
);

const vaccines = happening(
  fc.record({ number, action: fc.constantFrom('A', 'U', 'D'), status: fc.constantFrom('CP', 'RE') }),
  ({ number, action, status }, at) => {
    const orc = segment('ORC', { 1: 'RE', 2: 'VX-1', 3: 'VX-1' });
    const rxa = segment('RXA', {
      1: '0',
      2: '1',
      3: '20260210',
      5: '33^Пневмо-23^CVX',
      6: '0.5',
      7: 'мл',
      20: status,
      21: action,
    });
    return said('his', 'VXU^V04', [pid(number), orc, rxa], at);
  },
);

const problems = happening(
  fc.record({ number, event: fc.constantFrom('PC1', 'PC2', 'PC3'), action: fc.constantFrom('AD', 'UP', 'DE') }),
  ({ number, event, action }, at) => {
    const prb = segment('PRB', { 1: action, 2: timeOf('his', at), 3: 'I48^Фибрилляция^I10', 4: 'PB-1', 7: '20250101' });
    return said('his', `PPR^${event}`, [pid(number), prb], at);
  },
);

const elsewhere = happening(
  fc.record({ person, event: fc.constantFrom('A04', 'A31', 'A08'), filler: fc.constantFrom('', 'F-9') }),
  ({ person, event, filler }, at) => {
    if (filler === '') {
      const pv1 = segment('PV1', { 1: '1', 2: 'O', 19: 'W-1' });
      return said('district', `ADT^${event}`, [pid('5001', person, 'DIS'), pv1], at);
    }
    const obr = segment('OBR', {
      1: '1',
      3: filler,
      4: 'БХ^Биохимия^L',
      7: '20260302113000',
      22: timeOf('lis', at),
      25: 'F',
    });
    const obx = segment('OBX', { 1: '1', 2: 'NM', 3: 'КАЛИЙ^Калий^L', 5: '6,6', 6: 'ммоль/л', 11: 'F' });
    return said('lis', 'ORU^R01', [pid('5001', person, 'DIS'), obr, obx], at);
  },
);

/** Messages whose character set must be guessed; how sure the guess is depends on how much Russian they hold. */
const guessed = happening(
  fc.record({
    person,
    sender: fc.constantFrom('analyser' as const, 'oldHis' as const),
    text: fc.constantFrom('ok', 'Да', 'ГЕМОЛИЗ', 'Проба взята натощак, гемолиза нет, сыворотка прозрачная.'),
  }),
  ({ person, sender, text }, at) => {
    const nte = segment('NTE', { 1: '1', 3: text });
    const obr = segment('OBR', { 1: '1', 3: 'F-7', 4: 'БХ^Биохимия^L', 7: '20260302113000', 25: 'F' });
    const obx = segment('OBX', { 1: '1', 2: 'ST', 3: 'ЦВЕТ^Цвет^L', 5: text, 11: 'F' });
    const patient = pid('5001', person, 'DIS');
    return sender === 'analyser'
      ? said(sender, 'ORU^R01', [patient, obr, obx, nte], at)
      : said(sender, 'ADT^A31', [patient, segment('AL1', { 1: '1', 2: 'DA', 3: `Х^${text}^L` })], at);
  },
);

/** Kinds of happenings by name, so that a test can ask for stories of some of them. */
export const HAPPENINGS: Readonly<Record<string, Happening>> = {
  ...{ visits, moves, demographics, allergies, merges, orders, medicines, laboratory, wrongPatient },
  ...{ reports, documents, appointments, vaccines, problems, elsewhere, guessed },
};

/** A patient's story, one message after the other: from one kind of happening, or all mixed. */
export const storyOf = (kinds: readonly string[], longest: number): fc.Arbitrary<StoryInput[]> =>
  fc.array(fc.oneof(...kinds.flatMap((kind) => HAPPENINGS[kind] ?? [])), { minLength: 2, maxLength: longest });

export type { SenderName };
