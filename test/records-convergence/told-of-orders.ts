import fc from 'fast-check';
import { happening, number, person, pid } from './happening.ts';
import { said, segment, timeOf } from './message.ts';

// Orders, and what comes back for them.

export const orders = happening(
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

export const medicines = happening(
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

export const laboratory = happening(
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

export const reports = happening(
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
