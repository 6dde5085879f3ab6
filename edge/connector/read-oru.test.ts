import { expect, test } from '@jest/globals';
import { writeOru } from '../../domain/hl7/write/result.ts';
import { readOru } from './read-oru.ts';
import { adviceOf, patientOf, publishedOf, resultIdOf } from './testing/results.ts';

const OPTIONS = {
  patient: patientOf(1),
  sender: { application: 'OKA', facility: 'EDGE' },
  receiver: { application: 'EHR', facility: '' },
  zone: 'Asia/Yekaterinburg',
} as const;

test('a record system reads number, version, state and patient of what the connector writes', () => {
  const current = readOru(writeOru(adviceOf({ version: 3 }), OPTIONS));
  expect(current).toMatchObject({ filler: resultIdOf('a').slice(0, 20), version: 3, withdrawn: false, patient: 'D-1' });
  expect(current.notify).toBe(true);
  expect(current).not.toHaveProperty('bundle');
  const withdrawn = readOru(writeOru(adviceOf({ version: 4, state: 'withdrawn', notify: false }), OPTIONS));
  expect(withdrawn).toMatchObject({ filler: current.filler, version: 4, withdrawn: true, notify: false });
});

test.each(['utf-8', 'windows-1251'] as const)('the bundle comes through as it was published, in %s', (charset) => {
  const { bundle } = publishedOf({}).data;
  const bytes = Buffer.from(JSON.stringify(bundle));
  expect(readOru(writeOru(adviceOf({}), { ...OPTIONS, charset, bundle: bytes })).bundle).toEqual(bundle);
});

test('what is no result of Oka is refused', () => {
  expect(() => readOru(Buffer.from('MSH|^~\\&|LIS||||20260101||ORU^R01|1|P|2.5.1\rOBR|1||x\r'))).toThrow(
    'hl7-structure',
  );
});
