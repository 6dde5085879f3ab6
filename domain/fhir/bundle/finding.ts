import { MODEL_SYSTEM, PIXEL_HASH_EXTENSION } from '../../../schemas/measurement.ts';
import type { Bilingual, Finding, Result } from '../../../schemas/result.ts';
import { HEAT_MAP_TITLE } from '../../imaging/titled.ts';
import { findingText } from '../../recognition/words.ts';
import { ABSENT, DICOM_UID, IDENTIFIER_TYPES, PRESENT, SNOMED, UCUM } from '../systems.ts';
import { formResources } from './forms.ts';
import {
  AGREEMENT_EXTENSION,
  BASE,
  type Context,
  derivedId,
  deviceOf,
  extensionOf,
  identifierOf,
  linesOf,
  metaOf,
  narrative,
  plain,
  provenanceOf,
  subjectOf,
} from './parts.ts';

const RADLEX = 'http://radlex.org';
const INTERPRETATION = 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation';

/** Finding state → SNOMED CT qualifier, and the HL7 interpretation. `absent` is "not detected", never "normal" (contract 8). */
export const STATES = {
  present: { snomed: PRESENT, display: 'Present', interpretation: ['POS', 'Positive'] },
  absent: { snomed: ABSENT, display: 'Absent', interpretation: ['ND', 'Not detected'] },
  indeterminate: { snomed: '82334004', display: 'Indeterminate', interpretation: ['IND', 'Indeterminate'] },
} as const;

/** "AI analysis" is a report of its own: no LOINC code of the examination may stand here, that one is the radiologist's (contract 9). */
const AI_ANALYSIS: fhir4.CodeableConcept = {
  coding: [{ system: `${BASE}/report`, code: 'ai-analysis', display: 'AI analysis' }],
  text: 'ИИ-анализ / AI analysis',
};
const RADIOLOGY: fhir4.CodeableConcept = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'RAD', display: 'Radiology' }],
};

/** The resources of one finding; the report comes first and carries the Result. */
export function findingResources(result: Result, finding: Finding, context: Context): fhir4.FhirResource[] {
  const { model } = finding;
  const device = deviceOf('model', model.id, model.version, model.sha256);
  const study = studyOf(finding, context);
  const observation = observationOf(result, finding, context, device);
  const report = reportOf(result, finding, context, observation);
  const image: fhir4.ProvenanceEntity = {
    role: 'source',
    what: {
      reference: `ImagingStudy/${study.id}`,
      identifier: { system: DICOM_UID, value: `urn:oid:${finding.instance.sopInstanceUid}` },
    },
    extension: [{ url: PIXEL_HASH_EXTENSION, valueString: finding.instance.pixelHash }],
  };
  const provenance = provenanceOf(result, [report, observation], device, [image]);
  return [report, observation, study, device, provenance, ...formResources(result, finding, context)];
}

/** Only what names the examination; the study itself is the PACS's. The order is not touched and not referred to as done. */
const studyOf = ({ study }: Finding, context: Context): fhir4.ImagingStudy => ({
  resourceType: 'ImagingStudy',
  id: study.id,
  identifier: [
    { system: DICOM_UID, value: `urn:oid:${study.studyInstanceUid}` },
    ...(study.accession === undefined ? [] : [accessionNumber(study.accession)]),
  ],
  status: 'available',
  subject: subjectOf(context),
});

const accessionNumber = (value: string): fhir4.Identifier => ({
  type: {
    coding: [{ system: IDENTIFIER_TYPES, code: 'ACSN', display: 'Accession ID' }],
  },
  value,
});

const examination = ({ study }: Finding): fhir4.Reference => ({
  reference: `ImagingStudy/${study.id}`,
  ...(study.accession === undefined ? {} : { identifier: accessionNumber(study.accession) }),
});

/** What the physician reads of a finding, line by line. */
export const saidBy = (result: Result, finding: Finding): Bilingual[] =>
  linesOf(result, [findingText(finding), ...(result.agreement ? [agreementText(result.agreement)] : [])]);

/** When the image was taken: the time of the chart's own Observation, which a finding always cites. */
export function takenAt({ cited }: Result): { effectiveDateTime?: string } {
  const time = cited.find(({ reference }) => reference.startsWith('Observation/'))?.time;
  return time === undefined ? {} : { effectiveDateTime: time };
}

function observationOf(result: Result, finding: Finding, context: Context, device: fhir4.Device): fhir4.Observation {
  const { label, model, probability } = finding;
  const lines = saidBy(result, finding);
  return {
    resourceType: 'Observation',
    id: derivedId(result.resultId, 'Observation'),
    meta: metaOf(result),
    text: narrative(lines),
    identifier: [identifierOf(result)],
    status: statusOf(result),
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'imaging', display: 'Imaging' },
        ],
      },
    ],
    code: {
      coding: [
        { system: SNOMED, code: label.snomed, display: label.title.en },
        ...(label.radlex === undefined ? [] : [{ system: RADLEX, code: label.radlex }]),
        { system: MODEL_SYSTEM, code: `${model.id}/${label.id}` },
      ],
      text: `${label.title.ru} / ${label.title.en}`,
    },
    subject: subjectOf(context),
    ...takenAt(result),
    issued: result.sourceTime,
    ...conclusionOf(finding),
    ...(finding.state === 'not-assessed' || probability === undefined
      ? {}
      : { component: [probabilityPart(probability)] }),
    note: [{ text: plain(lines) }],
    method: { text: `${model.id} ${model.version}, ${finding.basis}` },
    device: { reference: `Device/${device.id}` },
    derivedFrom: [examination(finding)],
  };
}

/** Not assessed is the absence of a value with its reason, never a value (FHIR R4 Observation.dataAbsentReason). */
function conclusionOf(finding: Finding): Partial<fhir4.Observation> {
  if (finding.state === 'not-assessed') {
    const { ru, en } = findingText(finding);
    return {
      dataAbsentReason: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
            code: 'not-performed',
            display: 'Not Performed',
          },
          { system: `${BASE}/not-assessed`, code: finding.reason ?? 'unknown' },
        ],
        text: `${ru} / ${en}`,
      },
    };
  }
  const { snomed, display, interpretation } = STATES[finding.state];
  return {
    valueCodeableConcept: {
      coding: [
        { system: SNOMED, code: snomed, display },
        { system: `${BASE}/finding-state`, code: finding.state },
      ],
    },
    interpretation: [{ coding: [{ system: INTERPRETATION, code: interpretation[0], display: interpretation[1] }] }],
  };
}

const probabilityPart = (value: number): fhir4.ObservationComponent => ({
  code: {
    coding: [{ system: `${BASE}/finding-part`, code: 'probability', display: 'Calibrated probability' }],
    text: 'Оценка модели, калибрована на её данных / Score of the model, calibrated on its own data',
  },
  valueQuantity: { value, unit: '1', system: UCUM, code: '1' },
});

function reportOf(
  result: Result,
  finding: Finding,
  context: Context,
  observation: fhir4.Observation,
): fhir4.DiagnosticReport {
  const lines = saidBy(result, finding);
  const pictures = picturesOf(finding, context);
  return {
    resourceType: 'DiagnosticReport',
    id: derivedId(result.resultId, 'DiagnosticReport'),
    meta: metaOf(result),
    text: narrative(lines),
    extension: [extensionOf(result), ...(result.agreement ? [agreementExtension(result.agreement)] : [])],
    identifier: [identifierOf(result)],
    status: statusOf(result),
    category: [RADIOLOGY],
    code: AI_ANALYSIS,
    subject: subjectOf(context),
    ...takenAt(result),
    issued: result.sourceTime,
    result: [{ reference: `Observation/${observation.id}` }],
    imagingStudy: [examination(finding)],
    conclusion: plain(lines),
    ...(pictures.length > 0 ? { presentedForm: pictures } : {}),
  };
}

/** An AI result stays preliminary whatever happens; a withdrawn one was never right (contract 9). */
const statusOf = ({ state }: Result): 'preliminary' | 'entered-in-error' =>
  state === 'withdrawn' ? 'entered-in-error' : 'preliminary';

const MEDIA: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
  dcm: 'application/dicom',
};

/** MIME type of an object in `derived` by the ending of its key. */
export const mediaTypeOf = (key: string): string => MEDIA[key.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

function picturesOf({ derived }: Finding, { binaryId }: Context): fhir4.Attachment[] {
  const picture = (key: string | undefined, title: string): fhir4.Attachment[] =>
    key === undefined ? [] : [{ contentType: mediaTypeOf(key), url: `Binary/${binaryId(key)}`, title }];
  const { ru, en } = HEAT_MAP_TITLE;
  return [
    ...picture(derived.preview, 'Снимок / Preview'),
    ...picture(derived.heatMap, `Тепловая карта: ${lowered(ru)} / Heat map: ${lowered(en)}`),
  ];
}

const lowered = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

type Agreement = NonNullable<Result['agreement']>;

const VERDICTS: Readonly<Record<Agreement['verdict'], Bilingual>> = {
  agrees: { en: "The radiologist's report agrees", ru: 'Заключение рентгенолога согласуется' },
  disagrees: { en: "The radiologist's report disagrees", ru: 'Заключение рентгенолога расходится' },
  'not-comparable': {
    en: "The radiologist's report cannot be compared",
    ru: 'Заключение рентгенолога нельзя сопоставить',
  },
};

const agreementText = ({ verdict, reportSays }: Agreement): Bilingual => ({
  en: `${VERDICTS[verdict].en}: ${reportSays.en}`,
  ru: `${VERDICTS[verdict].ru}: ${reportSays.ru}`,
});

const agreementExtension = ({ report, verdict }: Agreement): fhir4.Extension => ({
  url: AGREEMENT_EXTENSION,
  extension: [
    { url: 'report', valueReference: { reference: report } },
    { url: 'verdict', valueCode: verdict },
  ],
});
