import { DEVICE_EXTENSION, DeviceStatement } from '../../schemas/device-statement.ts';
import type { DeviceFinding } from '../../schemas/result.ts';
import { deviceWords } from '../dicom/kinds/device-item.ts';
import { accessionOf } from '../dicom/match.ts';
import { DICOM_UID } from '../fhir/systems.ts';
import { studyContents } from '../recognition/study-contents.ts';
import type { ChartEntry } from '../rules/facts.ts';

/** What a device says of one study of a record, with the Observations that it was gathered from. */
export type StatedByDevice = {
  readonly finding: DeviceFinding;
  readonly record: string;
  readonly references: readonly string[];
  readonly time: string | undefined;
};

/** What another manufacturer's program said, or undefined for every other resource. */
export function statementOf(resource: fhir4.FhirResource | undefined): DeviceStatement | undefined {
  if (resource?.resourceType !== 'Observation') return undefined;
  const json = resource.extension?.find(({ url }) => url === DEVICE_EXTENSION)?.valueString;
  return json === undefined ? undefined : DeviceStatement.parse(JSON.parse(json));
}

/** More than a physician reads of one device. */
const MOST_LINES = 40;

/**
 * One finding for each study and device: what its objects say that none of them replaces and nobody has rejected, in the
 * order of their UIDs. Only of studies that belong to their patient (contract 10); `entries` hold no others.
 */
export function findingsOfDevices(entries: readonly ChartEntry[]): StatedByDevice[] {
  const found = entries.flatMap(({ record, id, resource }) => {
    const statement = statementOf(resource);
    const study = statement && studyOf(resource as fhir4.Observation, record, entries);
    if (statement === undefined || study === undefined || isTakenBack(statement, study)) return [];
    const time = (resource as fhir4.Observation).effectiveDateTime;
    return [{ record, reference: `Observation/${id}`, statement, study, time }];
  });
  const groups = Map.groupBy(found, ({ record, study, statement: { device } }) =>
    JSON.stringify([record, study.id, device.manufacturer, device.name]),
  );
  return [...groups.values()].flatMap((group) => {
    const replaced = new Set(group.flatMap(({ statement }) => statement.replaces));
    const inForce = group
      .filter(({ statement }) => !replaced.has(statement.sopInstanceUid))
      .sort((a, b) => (a.statement.sopInstanceUid < b.statement.sopInstanceUid ? -1 : 1));
    const [first] = inForce;
    if (first === undefined) return [];
    const { record, study, time } = first;
    const statements = inForce.map(({ statement }) => statement);
    return [
      { record, time, references: inForce.map(({ reference }) => reference), finding: joined(study, statements) },
    ];
  });
}

/** Its object was rejected, or every image of the study that it was made from: those were never of this patient, or no good. */
function isTakenBack({ sopInstanceUid, images = [] }: DeviceStatement, study: fhir4.ImagingStudy): boolean {
  const { rejected, instances } = studyContents(study);
  const own = images.filter((uid) => instances.has(uid) || rejected.has(uid));
  return rejected.has(sopInstanceUid) || (own.length > 0 && own.every((uid) => rejected.has(uid)));
}

function joined(study: fhir4.ImagingStudy, statements: readonly DeviceStatement[]): DeviceFinding {
  const [first] = statements;
  const accession = accessionOf(study)?.accession;
  // A device that was brought up to date between two of its objects is the newer one.
  const version = statements
    .flatMap(({ device }) => device.version ?? [])
    .sort()
    .at(-1);
  const { name, manufacturer } = first?.device ?? { name: '' };
  return {
    kind: 'device-finding',
    device: {
      name,
      ...(manufacturer === undefined ? {} : { manufacturer }),
      ...(version === undefined ? {} : { version }),
    },
    says: statements.flatMap(({ says }) => says).slice(0, MOST_LINES),
    study: {
      id: study.id ?? '',
      studyInstanceUid: (study.identifier?.find(({ system }) => system === DICOM_UID)?.value ?? '').replace(
        'urn:oid:',
        '',
      ),
      ...(accession === undefined ? {} : { accession }),
    },
    instances: statements.map(({ sopInstanceUid }) => sopInstanceUid),
    pictures: statements.flatMap(({ pictures }) => pictures),
  };
}

const studyOf = (
  { derivedFrom = [] }: fhir4.Observation,
  record: string,
  entries: readonly ChartEntry[],
): fhir4.ImagingStudy | undefined => {
  const named = new Set(derivedFrom.map(({ reference }) => reference));
  const study = entries.find((one) => one.record === record && named.has(`ImagingStudy/${one.id}`))?.resource;
  return study?.resourceType === 'ImagingStudy' ? study : undefined;
};

/** Who says it, in the results' names: two devices of one study are two results. */
export const producerOf = ({ device }: DeviceFinding): string =>
  `device:${deviceWords({ ...device, version: undefined })}`;
