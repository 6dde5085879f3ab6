import { describe, expect, test } from '@jest/globals';
import { Fhir } from 'fhir';
import type { MadeForm } from '../../../schemas/forms.ts';
import { formExample } from '../../dicom/sr/examples.ts';
import { resultResources } from './bundle.ts';
import { SHA256_EXTENSION } from './forms.ts';

const made = (kind: MadeForm['kind'], sopClassUid: string): MadeForm => ({
  ...{
    kind,
    sopClassUid,
    studyInstanceUid: '1.2.3.4',
    seriesInstanceUid: '2.25.1',
    sopInstanceUid: `2.25.${kind.length}`,
  },
  ...{ key: `forms/x/${kind}.dcm`, bytes: 7324, sha256: 'a'.repeat(64), sha1: '2jmj7l5rSw0yVb/vlWAYkK/YBwk=' },
});
const { result } = formExample();
const context = {
  patient: { resourceType: 'Patient', id: result.record } satisfies fhir4.Patient,
  binaryId: (key: string) => `id-of-${key.split('/').at(-1)}`,
};
const forms = [made('report', '1.2.840.10008.5.1.4.1.1.88.34'), made('heat-map', '1.2.840.10008.5.1.4.1.1.7')];
const documentsOf = (given: readonly MadeForm[] | undefined): fhir4.DocumentReference[] =>
  resultResources(result, { ...context, ...(given === undefined ? {} : { forms: given }) }).filter(
    (one): one is fhir4.DocumentReference => one.resourceType === 'DocumentReference',
  );

describe('the DICOM forms in a Bundle', () => {
  test('are FHIR R4, each with an id of its own that stays through versions', () => {
    const fhir = new Fhir();
    for (const document of documentsOf(forms)) {
      const { messages } = fhir.validate(document, { errorOnUnexpected: true });
      expect(messages.filter(({ severity }) => severity === 'error' || severity === 'fatal')).toEqual([]);
    }
    expect(new Set(documentsOf(forms).map(({ id }) => id)).size).toBe(2);
    expect(documentsOf(forms).map(({ id }) => id)).toEqual(
      documentsOf(forms.toReversed())
        .map(({ id }) => id)
        .reverse(),
    );
  });

  test('say where the object is, how long it is, what its digests are, and in which study it belongs', () => {
    const [report, map] = documentsOf(forms);
    expect(report).toMatchObject({
      masterIdentifier: { value: 'urn:oid:2.25.6' },
      docStatus: 'preliminary',
      content: [
        {
          attachment: { url: 'Binary/id-of-report.dcm', size: 7324, contentType: 'application/dicom' },
          format: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.88.34' },
        },
      ],
      context: { related: [{ identifier: { value: 'urn:oid:1.2.3.4' } }, { identifier: { value: 'A-7' } }] },
    });
    expect(report?.content[0]?.attachment.extension).toEqual([{ url: SHA256_EXTENSION, valueString: 'a'.repeat(64) }]);
    expect(map?.type?.text).toContain('а не где болезнь');
    expect(map?.type?.text).toContain('not where the disease is');
  });

  test('are absent where none were made, and the rest of the Bundle is the same', () => {
    expect(documentsOf(undefined)).toEqual([]);
    const others = resultResources(result, { ...context, forms }).filter(
      (one) => one.resourceType !== 'DocumentReference',
    );
    expect(others).toEqual(resultResources(result, context));
  });
});
