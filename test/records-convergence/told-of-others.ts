import fc from 'fast-check';
import { happening, number, person, pid, visit } from './happening.ts';
import { said, segment, timeOf } from './message.ts';

// What joins, moves or confuses patients: merged numbers, moved visits, another hospital, a wrong patient, a guessed text.

export const merges = happening(
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

export const moves = happening(
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

export const elsewhere = happening(
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
export const guessed = happening(
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

/** The laboratory has two patients before it: one result for the one, for the other, or taken back. */
export const wrongPatient = happening(
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
