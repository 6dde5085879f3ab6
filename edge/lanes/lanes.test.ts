import { describe, expect, test } from '@jest/globals';
import { messageFacts } from './hl7.ts';
import { laneOf } from './rules.ts';

const key = (patient: string): string => `#${patient}`;
const factsOf = (lines: readonly string[], rules: Parameters<typeof laneOf>[1] = []) =>
  messageFacts(
    Buffer.from(`MSH|^~\\&|LIS|LAB|OKA|R|20260131||ORU^R01|1|P|2.5.1\r${lines.join('\r')}\r`),
    [...rules],
    key,
  );

describe('the lane of a message', () => {
  test.each([
    ['OBR-5', ['OBR|1||F1|GLU^Glucose|S']],
    ['OBR-27.6', [`OBR|1||F1|GLU${'|'.repeat(23)}1^^^20260131^^S`]],
    ['ORC-7.6', ['ORC|NW|1|||||^^^^^A', 'OBR|1||F1|GLU']],
    ['TQ1-9', ['ORC|NW|1', 'TQ1|1||||||||STAT^^HL70485']],
    ['a critical flag in OBX-8', ['OBR|1||F1|K', 'OBX|1|NM|K||7.1|mmol/l|3.5-5.1|HH|||F']],
    ['a critical flag beside another', ['OBX|1|NM|K||7.1|mmol/l||H~HH|||F']],
    ['the second of its orders', ['OBR|1||F1|GLU|R', 'OBR|2||F2|K|S']],
  ])('is urgent by %s', (_, lines) => {
    expect(factsOf(lines).lane).toBe('urgent');
  });

  test('is routine without any, or with others', () => {
    expect(factsOf(['OBR|1||F1|GLU|R', 'OBX|1|NM|K||5|mmol/l||H|||F']).lane).toBe('routine');
    expect(messageFacts(Buffer.from('nonsense'), [], key)).toEqual({ lane: 'routine', patientKey: undefined });
  });

  test('is that of the clinic’s rule for its sender, but what is urgent stays so', () => {
    const rules = [{ lane: 'bulk', sender: 'lis' }] as const;
    expect(factsOf(['OBR|1||F1|GLU|R'], rules).lane).toBe('bulk');
    expect(factsOf(['OBR|1||F1|GLU|S'], rules).lane).toBe('urgent');
  });
});

describe('the patient of a message', () => {
  test('is the first identifier of PID-3 with its domain', () => {
    expect(factsOf(['PID|1||301^^^NORTH^MR~777^^^X']).patientKey).toBe('#NORTH|301');
  });
  test('is unknown where none or several are named', () => {
    expect(factsOf(['PID|1']).patientKey).toBeUndefined();
    expect(factsOf(['PID|1||1^^^N', 'PID|2||2^^^N']).patientKey).toBeUndefined();
  });
  test('is found in UTF-16 too', () => {
    const text = 'MSH|^~\\&|A|B\rPID|1||301^^^NORTH\rOBR|1||F|K|S\r';
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect(messageFacts(bytes, [], key)).toEqual({ lane: 'urgent', patientKey: '#NORTH|301' });
  });
});

describe('the lane of an object', () => {
  const rules = [
    { lane: 'urgent', callingAe: 'TRAUMA' },
    { lane: 'bulk', modality: 'CT', sender: 'folder' },
  ] as const;
  test.each([
    [{ priority: 'HIGH' }, 'urgent'],
    [{ priority: 'STAT' }, 'urgent'],
    [{ priority: 'LOW' }, 'routine'],
    [{ callingAe: 'TRAUMA ' }, 'urgent'],
    [{ modality: 'CT', sender: 'folder' }, 'bulk'],
    [{ modality: 'CT', sender: 'dicom' }, 'routine'],
    [{}, 'routine'],
  ] as const)('%j is %s', (known, lane) => {
    expect(laneOf(known, rules)).toBe(lane);
  });
  test('a rule that names nothing fits nothing', () => {
    expect(laneOf({}, [{ lane: 'bulk' }])).toBe('routine');
  });
});
