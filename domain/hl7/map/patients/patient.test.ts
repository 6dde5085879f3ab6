import { describe, expect, test } from '@jest/globals';
import { mapFrom, message, PID, resourcesOf } from '../example.ts';

const admission = (pid: string, event = 'A01', at = '20260110100000', more: string[] = []) =>
  message(`ADT^${event}`, [`EVN|${event}|${at}`, pid, ...more]);
const patientAfter = (...pids: [pid: string, at: string][]): fhir4.Patient | undefined =>
  resourcesOf<fhir4.Patient>('Patient', ...pids.map(([pid, at]) => mapFrom('hospital', admission(pid, 'A08', at))))[0];

test('a death noted by mistake is taken back by PID-30 N', () => {
  const pid = (indicator: string) => `PID|1||70001^^^HOS^PI||${'|'.repeat(25)}${indicator}`;
  expect(patientAfter([pid('Y'), '20260110100000'])?.deceasedBoolean).toBe(true);
  expect(patientAfter([pid('Y'), '20260110100000'], [pid('N'), '20260110110000'])?.deceasedBoolean).toBe(false);
});

describe('a record belongs to the domain of its number', () => {
  const records = (bytes: Uint8Array, clinic: 'hospital' | 'laboratory' = 'hospital'): readonly string[] =>
    mapFrom(clinic, bytes).records;
  const home = records(admission(PID));

  test('namespace, OID and the registered domain of the sender name the same record', () => {
    const oid = '1.2.643.5.1.13.13.12.2.999.91.100.1';
    expect(records(admission(`PID|1||70001^^^&${oid}&ISO^MR`))).toEqual(home);
    expect(records(admission(`PID|1||70001^^^HOS&${oid}&ISO`))).toEqual(home);
    expect(records(admission('PID|1||70001'))).toEqual(home);
  });

  test('a laboratory writes into the record of the clinic whose domain it names', () => {
    const result = message('ORU^R01', [PID, 'OBR|1|P1|F1|БХ^Биохимия^L', 'OBX|1|NM|КАЛИЙ^Калий^L||4,1|ммоль/л|||||F'], {
      application: 'LIS',
    });
    const mapped = mapFrom('laboratory', result);
    expect(mapped.records).toEqual(home);
    expect(mapped.write.owners).toEqual({ [home[0] as string]: 'hospital' });
  });

  test('insurance and policy numbers never name a record', () => {
    const snils = '11223344595^^^&1.2.643.100.3&ISO';
    expect(records(admission(`PID|1||${snils}~2341998071655749^^^ЕНП~70001^^^HOS^PI`))).toEqual(home);
    expect(mapFrom('hospital', admission(`PID|1||${snils}`)).messages[0]?.error).toEqual({
      code: 'no-identity',
      detail: 'PID-3',
    });
  });

  test.each([
    'PID|1||70001^^^ELSEWHERE^PI',
    // Somebody else's OID under a namespace that only looks like ours.
    'PID|1||70001^^^HOS&1.2.643.5.1.13.13.12.2.888.1&ISO^PI',
    'PID|1||',
    'PID|1||""',
    'PID|1||70001^^^HOS^AN',
  ])('%s is quarantined', (pid) => {
    const mapped = mapFrom('hospital', admission(pid));
    expect(mapped.messages[0]?.error).toEqual({ code: 'no-identity', detail: 'PID-3' });
    expect(mapped.write.items).toEqual([]);
  });

  test('a universal id that is no OID leaves the word to the namespace', () => {
    expect(records(admission('PID|1||70001^^^HOS&hospital.local&DNS^PI'))).toEqual(home);
  });
});

describe('demographics', () => {
  test('come from the ADT of the clinic that keeps the record', () => {
    const [patient] = resourcesOf<fhir4.Patient>(
      'Patient',
      mapFrom('hospital', admission(`${PID}|||ул. Сказочная, 1^^Берёзово^^627000||+7 (000) 000-00-00`)),
    );
    expect(patient).toMatchObject({
      name: [{ family: 'Небылицын', given: ['Пётр', 'Фомич'], text: 'Небылицын Пётр Фомич' }],
      birthDate: '1980-05-12',
      gender: 'male',
      identifier: [{ system: 'urn:oid:1.2.643.5.1.13.13.12.2.999.91.100.1', value: '70001' }],
      address: [{ line: ['ул. Сказочная, 1'], city: 'Берёзово', postalCode: '627000' }],
      telecom: [{ system: 'phone', value: '+7 (000) 000-00-00', use: 'home' }],
    });
    expect(patient?.id).toBe(mapFrom('hospital', admission(PID)).records[0]);
  });

  test('are never copied from a laboratory, from radiology or from another type of message', () => {
    const obr = 'OBR|1|P1|F1|БХ^Биохимия^L';
    const laboratory = mapFrom('laboratory', message('ORU^R01', [PID, obr], { application: 'LIS' }));
    const radiology = mapFrom('hospital', message('ADT^A08', [PID], { application: 'RIS' }));
    const order = mapFrom('hospital', message('ORM^O01', [PID, 'ORC|NW|P1', obr]));
    expect(resourcesOf('Patient', laboratory, radiology, order)).toEqual([]);
  });

  test('come from a laboratory of itself for patients under its own numbers: nobody else describes them', () => {
    const own = 'PID|1||5^^^LAB^PI~21204338300^^^&1.2.643.100.3&ISO^SS||Небылицын^Пётр^Фомич||19800512|M';
    const mapped = mapFrom('laboratory', message('ORU^R01', [own, 'OBR|1||L-1|A^A^L'], { application: 'LIS' }));
    expect(resourcesOf('Patient', mapped)).toMatchObject([
      {
        birthDate: '1980-05-12',
        name: [{ family: 'Небылицын' }],
        identifier: [{ value: '5' }, { system: 'urn:oid:1.2.643.100.3', value: '21204338300' }],
      },
    ]);
    expect(mapped.stated).toEqual([]);
    const radiology = mapFrom('hospital', message('ORU^R01', [PID, 'OBR|1||R-1|A^A^L'], { application: 'RIS' }));
    expect(resourcesOf('Patient', radiology)).toEqual([]);
  });

  test('a birth date keeps its precision, and an offset does not move its day', () => {
    expect(patientAfter(['PID|1||70001||А||1950', '20260110'])?.birthDate).toBe('1950');
    expect(patientAfter(['PID|1||70001||А||198808180030+1000', '20260110'])?.birthDate).toBe('1988-08-18');
  });

  test('an absent field leaves what is known, "" takes it away, in any order of arrival', () => {
    const first: [string, string] = [`${PID}|||||89990000000`, '20260110090000'];
    const absent: [string, string] = ['PID|1||70001^^^HOS^PI||Выдумкин^Пётр', '20260110100000'];
    const taken: [string, string] = ['PID|1||70001^^^HOS^PI||||||||||""', '20260110110000'];
    const expected = { birthDate: '1980-05-12', name: [{ family: 'Выдумкин' }] };
    for (const order of [
      [first, absent, taken],
      [taken, first, absent],
      [absent, taken, first, absent],
    ]) {
      expect(patientAfter(...order)).toMatchObject(expected);
      expect(patientAfter(...order)?.telecom).toBeUndefined();
    }
  });
});

describe('merges', () => {
  const merge = (mrg: string) => mapFrom('hospital', message('ADT^A40', ['EVN|A40|20260110100000', PID, mrg]));

  test('A40 joins two records by a stamped edge and moves nothing', () => {
    const mapped = merge('MRG|60001^^^HOS^PI');
    const prior = mapFrom('hospital', admission('PID|1||60001^^^HOS^PI')).records[0];
    const [edge] = mapped.write.edges;
    expect(edge).toMatchObject({ kind: 'merge', state: 'joined', stamp: { time: '2026-01-10T05:00:00.000Z' } });
    expect(new Set(edge?.records)).toEqual(new Set([mapped.records[0], prior]));
    expect(edge?.survivor).toBe(mapped.records[0]);
    expect(mapped.write.owners[prior as string]).toBe('hospital');
  });

  test('a merge without the other number, or with itself, is refused at its field', () => {
    expect(merge('ZZZ|1').messages[0]?.error).toEqual({ code: 'hl7-structure', detail: 'MRG' });
    expect(merge('MRG|').messages[0]?.error).toEqual({ code: 'no-identity', detail: 'MRG-1' });
    expect(merge('MRG|70001^^^HOS^PI').messages[0]?.error).toEqual({ code: 'hl7-structure', detail: 'MRG-1' });
  });

  test('only the clinic that keeps both records joins them', () => {
    const segments = ['EVN|A40|20260110100000', PID, 'MRG|60001^^^HOS^PI'];
    const foreign = ['EVN|A40|20260110100000', PID, 'MRG|60001^^^LAB^PI'];
    for (const mapped of [
      mapFrom('laboratory', message('ADT^A40', segments, { application: 'LIS' })),
      mapFrom('hospital', message('ADT^A40', segments, { application: 'RIS' })),
      mapFrom('hospital', message('ADT^A40', foreign)),
    ]) {
      expect(mapped.messages[0]?.error).toEqual({ code: 'forbidden', detail: 'MRG-1' });
      expect(mapped.write.edges).toEqual([]);
    }
  });
});
