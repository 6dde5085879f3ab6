import fc from 'fast-check';
import { VISIT_TYPES } from '../../domain/hl7/map/visit-types.ts';
import { happening, number, person, pid, visit } from './happening.ts';
import { said, segment, timeOf } from './message.ts';

// A patient, his visits, and what is known of him.

const VISIT_EVENTS = Object.keys(VISIT_TYPES)
  .filter((type) => /^ADT\^A(0\d|1[0-6]|2[125-7]|3[238]|5[2-5]|6\d)$/.test(type))
  .map((type) => type.slice(4));

export const visits = happening(
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

export const demographics = happening(
  fc.record({ number, person, event: fc.constantFrom('A28', 'A31', 'A29') }),
  ({ number, person, event }, at) => said('his', `ADT^${event}`, [pid(number, person)], at),
);

export const allergies = happening(
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

export const problems = happening(
  fc.record({ number, event: fc.constantFrom('PC1', 'PC2', 'PC3'), action: fc.constantFrom('AD', 'UP', 'DE') }),
  ({ number, event, action }, at) => {
    const prb = segment('PRB', { 1: action, 2: timeOf('his', at), 3: 'I48^Фибрилляция^I10', 4: 'PB-1', 7: '20250101' });
    return said('his', `PPR^${event}`, [pid(number), prb], at);
  },
);

export const vaccines = happening(
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

export const documents = happening(
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

export const appointments = happening(
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
