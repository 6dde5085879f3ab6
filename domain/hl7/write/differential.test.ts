import { expect, test } from '@jest/globals';
import HL7 from 'hl7-standard';
import { criticalAdvice, presentFinding } from '../../../test/results.ts';
import { readHl7 } from '../read/read.ts';
import { writeOru } from './result.ts';

const OPTIONS = {
  patient: {
    resourceType: 'Patient' as const,
    id: 'p',
    identifier: [{ system: 'urn:oid:1.2.643.1', value: '70001' }],
    name: [{ family: 'Небылицын', given: ['Пётр'] }],
  },
  sender: { application: 'OKA', facility: 'REGION' },
  receiver: { application: 'MIS', facility: 'HOS' },
  zone: 'Asia/Yekaterinburg',
};
const RECORD = '0a0b0c0d-0000-8000-8000-000000000001';

test.each([
  ['a finding', presentFinding(RECORD)],
  ['a card', criticalAdvice(RECORD)],
])('hl7-standard reads of %s what our reader reads', (_, result) => {
  const bytes = writeOru(result, OPTIONS);
  const theirs = new HL7(new TextDecoder().decode(bytes), { lineEndings: '\r' });
  theirs.transform();
  let compared = 0;
  for (const name of ['MSH', 'PID', 'OBR', 'NTE', 'OBX'])
    for (const [place, segment] of (readHl7(bytes)[0]?.all(name) ?? []).entries())
      for (let field = 3; field <= 25; field += 1) {
        // The library resolves no escapes, and does not tell a field from its first component.
        const own = segment.first(field)?.component(1) ?? '';
        if (own === '' || own.includes('\\')) continue;
        const other = theirs.getSegments(name)[place];
        expect([name, field, other?.get(`${name}.${field}.1`) ?? other?.get(`${name}.${field}`)]).toEqual([
          name,
          field,
          own,
        ]);
        compared += 1;
      }
  expect(compared).toBeGreaterThan(50);
});
