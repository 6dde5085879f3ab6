import { type ChartItem, type FieldGroup, RANK } from '../../schemas/chart.ts';
import { type InputKey, inputId } from '../../schemas/input.ts';
import { HEADER_EXTENSION, INPUT_EXTENSION, PIXEL_HASH_EXTENSION } from '../../schemas/measurement.ts';
import { BASIS_EXTENSION, KIND_EXTENSION, RECEIVED_EXTENSION } from '../../schemas/study.ts';
import { canonicalHash, canonicalJson } from '../fhir/canonical.ts';
import { makeGroup } from '../fhir/groups.ts';
import { resourceId } from '../fhir/identifiers.ts';
import { DICOM_UID, IDENTIFIER_TYPES } from '../fhir/systems.ts';
import type { DicomHeader } from './header.ts';
import type { Contents } from './kinds/contents.ts';
import { isPicture, kindOf } from './kinds/kind.ts';
import type { ImageSubject } from './subject.ts';

const DICOM_TERMS = 'http://dicom.nema.org/resources/ontology/DCM';

export type StudySource = {
  readonly input: InputKey;
  readonly header: DicomHeader;
  readonly pixelHash: string;
  readonly subject: ImageSubject;
  /** OID of the clinic that sent the image: the domain of its accession numbers. */
  readonly clinicOid: string;
  readonly receivedAt: string;
  readonly idKey: string;
  /** Only the first bytes of the image are there, and the pixels' hash is what its sender says of it; default: the whole is. */
  readonly basis?: 'preview';
  /** What the object says beside belonging to the study (kinds/contents.ts); nothing for a plain image. */
  readonly contents?: Pick<Contents, 'groups' | 'instance'>;
};

/** Id of the study that the header names, in the domain of its patient id. */
export const studyIdOf = (idKey: string, subject: ImageSubject, studyInstanceUid: string): string =>
  resourceId(idKey, 'ImagingStudy', [subject.domainOid, studyInstanceUid]);

/**
 * One image as what it says of its study: the study's own attributes, the instance (its identity is SOP Instance UID and
 * pixels, so the same UID with other pixels stands beside it), and the header's demographics, kept for comparison only.
 */
export function studyItem(source: StudySource): ChartItem {
  const { input, header, subject, receivedAt, idKey, contents } = source;
  const group = (value: object): FieldGroup =>
    makeGroup(value as Record<string, unknown>, {
      time: header.sourceTime,
      rank: RANK[source.basis ?? 'final'],
      receivedAt,
    });
  const headerJson = canonicalJson(header.patient);
  return {
    record: subject.record,
    resourceType: 'ImagingStudy',
    id: studyIdOf(idKey, subject, header.studyInstanceUid),
    groups: {
      ...contents?.groups,
      ...studyGroups(source, group),
      [`input:${inputId(input)}`]: group({ extension: inputExtensions(source) }),
      ...(headerJson === '{}'
        ? {}
        : {
            [`header:${canonicalHash(header.patient).slice(0, 16)}`]: group({
              extension: [{ url: HEADER_EXTENSION, valueString: headerJson }],
            }),
          }),
    },
  };
}

function studyOf({ header, subject, clinicOid }: StudySource): Partial<fhir4.ImagingStudy> {
  const accession: fhir4.Identifier[] =
    header.accession === undefined
      ? []
      : [
          {
            type: { coding: [{ system: IDENTIFIER_TYPES, code: 'ACSN' }] },
            system: `urn:oid:${clinicOid}`,
            value: header.accession,
          },
        ];
  return {
    status: 'available',
    subject: { reference: `Patient/${subject.record}` },
    identifier: [{ system: DICOM_UID, value: `urn:oid:${header.studyInstanceUid}` }, ...accession],
    ...(header.started === undefined ? {} : { started: header.started }),
    ...(header.studyDescription === undefined ? {} : { description: header.studyDescription }),
  };
}

/** A procedure step speaks of a study and is no instance of it: alone it makes none (domain/fhir/assemble.ts). */
function studyGroups(source: StudySource, group: (value: object) => FieldGroup): Record<string, FieldGroup> {
  const { header, pixelHash, contents, basis } = source;
  const more = [
    ...(contents?.instance ?? []),
    ...(basis === undefined ? [] : [{ url: BASIS_EXTENSION, valueCode: basis }]),
  ];
  if (kindOf(header) === 'procedure-step') return {};
  return {
    study: group(studyOf(source)),
    [`instance:${header.sopInstanceUid}:${pixelHash}`]: group(instanceOf(header, pixelHash, more)),
  };
}

/** The input, and when it was accepted where it brought a picture: from this follows when a study has gone quiet. */
const inputExtensions = ({ input, header, receivedAt }: StudySource): fhir4.Extension[] => [
  { url: INPUT_EXTENSION, valueString: inputId(input) },
  ...(isPicture(kindOf(header)) ? [{ url: RECEIVED_EXTENSION, valueInstant: new Date(receivedAt).toISOString() }] : []),
];

function instanceOf(
  header: DicomHeader,
  pixelHash: string,
  more: readonly fhir4.Extension[] = [],
): Partial<fhir4.ImagingStudy> {
  const modality: fhir4.Coding = { system: DICOM_TERMS, code: header.modality ?? 'OT' };
  const instance: fhir4.ImagingStudySeriesInstance = {
    uid: header.sopInstanceUid,
    sopClass: { system: 'urn:ietf:rfc:3986', code: `urn:oid:${header.sopClassUid}` },
    ...(header.instanceNumber === undefined ? {} : { number: header.instanceNumber }),
    extension: [
      { url: PIXEL_HASH_EXTENSION, valueString: pixelHash },
      { url: KIND_EXTENSION, valueCode: kindOf(header) },
      ...more,
    ],
  };
  return {
    modality: [modality],
    series: [
      {
        uid: header.seriesInstanceUid,
        modality,
        ...(header.seriesNumber === undefined ? {} : { number: header.seriesNumber }),
        ...(header.seriesDescription === undefined ? {} : { description: header.seriesDescription }),
        ...(header.bodyPart === undefined ? {} : { bodySite: { display: header.bodyPart } }),
        instance: [instance],
      },
    ],
  };
}
