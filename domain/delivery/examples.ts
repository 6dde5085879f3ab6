import {
  MEASUREMENT_EXTENSION,
  type Measurement,
  MODEL_SYSTEM,
  PIXEL_HASH_EXTENSION,
} from '../../schemas/measurement.ts';
import { Result } from '../../schemas/result.ts';
import { decided, measured } from '../recognition/examples.ts';
import type { Region } from '../region.ts';
import { bornBefore, entry, patient, RECORD, signed } from '../rules/examples.ts';
import type { ChartEntry } from '../rules/facts.ts';
import { type PreviousAdvice, type ResultsInput, resultsOf } from './results.ts';

/** What tests of results share: an invented region, a child's film and what a model measured on it, a radiologist's report. */
export const region: Pick<Region, 'rules' | 'models' | 'zone'> = {
  zone: 'Asia/Yekaterinburg',
  rules: signed('who_child_pneumonia', 'curb65', 'ckdepi2021', 'metformin_egfr', 'critical_labs', 'ddi_warfarin_nsaid'),
  models: { 'chest-xray-children': [decided()] },
};
export const OTHER = '22222222-2222-8222-8222-222222222222';
export const child = patient(bornBefore({ years: 3 }));
export const adult = patient(bornBefore({ years: 66 }));

export const results = (
  entries: readonly ChartEntry[],
  previous?: PreviousAdvice,
  change: Partial<Pick<ResultsInput, 'record' | 'region' | 'elsewhere' | 'survivors'>> = {},
): Result[] => {
  const made = resultsOf({ record: RECORD, entries, previous, region, elsewhere: new Set(), ...change });
  return made.map((result) => Result.parse(result));
};
export const previousOf = (made: readonly Result[], published: Record<string, number> = {}): PreviousAdvice => ({
  results: made,
  published,
});
export const allSent = (made: readonly Result[]): PreviousAdvice =>
  previousOf(made, Object.fromEntries(made.map(({ resultId, version }) => [resultId, version])));

export const image = (
  sop: string,
  probability: number,
  change: Partial<Measurement> = {},
  record = RECORD,
): ChartEntry => {
  const measurement = measured({
    instance: { sopInstanceUid: sop, pixelHash: 'b'.repeat(64) },
    network: { probability },
    derived: { preview: `${sop}.jpg` },
    ...change,
  });
  return entry(
    {
      resourceType: 'Observation',
      id: sop,
      status: 'preliminary',
      code: { coding: [{ system: MODEL_SYSTEM, code: 'chest-xray-children' }] },
      derivedFrom: [{ reference: `ImagingStudy/${film(record).id}` }],
      effectiveDateTime: '2026-03-01T08:00:00Z',
      extension: [{ url: MEASUREMENT_EXTENSION, valueString: JSON.stringify(measurement) }],
    },
    { record },
  );
};
export const ACCESSION = { type: { coding: [{ code: 'ACSN' }] }, system: 'urn:oid:1.2.643.9', value: 'D-1' };
const shown = (uid: string) => ({
  uid,
  sopClass: { code: 'urn:oid:1.2.840.10008.5.1.4.1.1.1.1' },
  extension: [{ url: PIXEL_HASH_EXTENSION, valueString: 'b'.repeat(64) }],
});
export const film = (record = RECORD): ChartEntry =>
  entry(
    {
      resourceType: 'ImagingStudy',
      id: 'film',
      status: 'available',
      started: '2026-03-01T08:00:00Z',
      identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }, ACCESSION],
      modality: [{ code: 'DX' }],
      series: [{ uid: '1.2.3.1', modality: { code: 'DX' }, instance: ['1', '2'].map(shown) }],
      description: 'Chest',
      subject: { reference: 'Patient/p' },
    },
    { record },
  );
export const report = (present: boolean | undefined, change: Partial<fhir4.DiagnosticReport> = {}): ChartEntry =>
  entry({
    resourceType: 'DiagnosticReport',
    id: 'report',
    status: 'final',
    code: { text: 'X-ray' },
    effectiveDateTime: '2026-03-01T09:00:00Z',
    imagingStudy: [{ type: 'ImagingStudy', identifier: ACCESSION }],
    contained:
      present === undefined
        ? []
        : [
            {
              resourceType: 'Observation',
              id: 's',
              status: 'final',
              code: { coding: [{ system: 'http://snomed.info/sct', code: '233604007' }] },
              valueCodeableConcept: {
                coding: [{ system: 'http://snomed.info/sct', code: present ? '52101004' : '2667000' }],
              },
            } as fhir4.Observation,
          ],
    ...change,
  });
export const findingIn = (made: readonly Result[]): Result => {
  const [found, ...others] = made.filter(({ content }) => content.kind === 'finding');
  if (found === undefined || others.length > 0) throw new Error('one finding, no more and no less, is expected');
  return found;
};
