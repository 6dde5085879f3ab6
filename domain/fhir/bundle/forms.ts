import type { MadeForm } from '../../../schemas/forms.ts';
import type { Bilingual, Finding, Result } from '../../../schemas/result.ts';
import { DICOM_UID, IDENTIFIER_TYPES } from '../systems.ts';
import { BASE, type Context, derivedId, metaOf, subjectOf } from './parts.ts';

/** SHA-256 of an attachment in hexadecimal: Attachment.hash is SHA-1 by definition (FHIR R4 §2.24.0.9). */
export const SHA256_EXTENSION = `${BASE}/sha256`;

const TITLES: Readonly<Record<MadeForm['kind'], Bilingual>> = {
  report: { en: 'AI finding as DICOM SR, not confirmed', ru: 'Результат ИИ как DICOM SR, не подтверждён' },
  note: { en: 'Rejection note: do not use what it names', ru: 'Отзыв: не использовать то, что в нём названо' },
  'heat-map': {
    en: 'Heat map as DICOM: what influenced the network, not where the disease is',
    ru: 'Тепловая карта как DICOM: что повлияло на сеть, а не где болезнь',
  },
};

/**
 * The DICOM forms of a version, each a DocumentReference in the way of IHE XDS-I: by SOP Instance UID, SOP class and study, with
 * the address, length and digests of the object, for a connector that stores it in the clinic's PACS. A withdrawn result's note
 * is current: it is the withdrawal.
 */
export const formResources = (result: Result, finding: Finding, context: Context): fhir4.DocumentReference[] =>
  (context.forms ?? []).map((form) => ({
    resourceType: 'DocumentReference',
    id: derivedId(result.resultId, 'DocumentReference', form.kind),
    meta: metaOf(result),
    masterIdentifier: { system: DICOM_UID, value: `urn:oid:${form.sopInstanceUid}` },
    status: 'current',
    docStatus: 'preliminary',
    type: {
      coding: [{ system: `${BASE}/dicom-form`, code: form.kind }],
      text: `${TITLES[form.kind].ru} / ${TITLES[form.kind].en}`,
    },
    subject: subjectOf(context),
    date: result.sourceTime,
    content: [
      {
        attachment: {
          contentType: 'application/dicom',
          url: `Binary/${context.binaryId(form.key)}`,
          size: form.bytes,
          hash: form.sha1,
          title: `${TITLES[form.kind].ru} / ${TITLES[form.kind].en}`,
          extension: [{ url: SHA256_EXTENSION, valueString: form.sha256 }],
        },
        format: { system: 'urn:oid:1.2.840.10008.2.6.1', code: `urn:oid:${form.sopClassUid}` },
      },
    ],
    context: { related: relatedTo(finding) },
  }));

const relatedTo = ({ study }: Finding): fhir4.Reference[] => [
  { identifier: { system: DICOM_UID, value: `urn:oid:${study.studyInstanceUid}` } },
  ...(study.accession === undefined
    ? []
    : [
        {
          identifier: { type: { coding: [{ system: IDENTIFIER_TYPES, code: 'ACSN' }] }, value: study.accession },
        },
      ]),
];
