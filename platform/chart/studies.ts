import { createHash } from 'node:crypto';
import type { DicomHeader } from '../../domain/dicom/header.ts';
import { type DicomJson, dicomJson } from '../../domain/dicom/json.ts';
import type { DicomObject } from '../../domain/dicom/object.ts';
import { searchable } from '../../domain/dicom/web/attributes.ts';
import { rejectionIn } from '../../domain/dicom/web/rejection.ts';
import { makeGroup } from '../../domain/fhir/groups.ts';
import { dicomKey } from '../../domain/fhir/identifiers.ts';
import { RANK } from '../../schemas/chart.ts';
import { variableOf } from '../environment.ts';
import type { World } from '../world.ts';
import { inBatches } from './batches.ts';
import type { IndexedInstance, InstanceSource } from './study-rows.ts';

/** An instance that a reader may ask for over DICOMweb from now on. */
export type NewInstance = {
  readonly object: DicomObject;
  readonly header: DicomHeader;
  readonly pixelHash: string;
  /** Record it lies in, the clinic that owns it, and the id of its ImagingStudy in the chart. */
  readonly record: string;
  readonly clinic: string;
  readonly study: string;
  readonly source: InstanceSource;
  /** Of the object as it came. */
  readonly length: number;
  readonly receivedAt: string;
};

/**
 * Puts an instance into the index of studies, its metadata beside it in `derived`, and what a rejection note (IHE IOCM)
 * says of others. For what clinics send and for what Oka makes (SR, notes, secondary captures). Whether it is shown
 * follows from the chart at each read: only studies that belong to their patient are. Any order, any number of times.
 * Needs `OKA_ID_KEY` and `OKA_BUCKET_DERIVED`.
 */
export async function registerInstance(
  { chart, objects, env }: Pick<World, 'chart' | 'objects' | 'env'>,
  instance: NewInstance,
): Promise<void> {
  const idKey = variableOf(env, 'OKA_ID_KEY');
  const { object, header, record, clinic } = instance;
  const json = dicomJson(object);
  const study = dicomKey(idKey, 'study', [header.studyInstanceUid]);
  const key = dicomKey(idKey, 'instance', [header.sopInstanceUid, instance.pixelHash]);
  const text = Buffer.from(JSON.stringify(json));
  const metadata = `dicomweb/${record}/${key}/${createHash('sha256').update(text).digest('hex')}.json`;
  // What the index refers to is there before the index does.
  await objects.put(variableOf(env, 'OKA_BUCKET_DERIVED'), metadata, text, { contentType: 'application/dicom+json' });

  const rejection = rejectionIn(json);
  const at = indexed(instance, json, metadata, rejection?.code);
  const said = { time: header.sourceTime, rank: RANK.final, receivedAt: instance.receivedAt };
  await chart.studies.putInstance(study, key, { group: makeGroup(at as unknown as Record<string, unknown>, said), at });
  await inBatches(rejection?.instances ?? [], ({ studyInstanceUid, sopInstanceUid }) =>
    chart.studies.putRejection(
      dicomKey(idKey, 'study', [studyInstanceUid]),
      {
        instance: dicomKey(idKey, 'instance', [sopInstanceUid]),
        note: dicomKey(idKey, 'instance', [header.sopInstanceUid]),
      },
      { record, sopInstanceUid, note: header.sopInstanceUid, code: rejection?.code ?? '' },
    ),
  );
  await chart.studies.putOnList(clinic, { date: studyDateIn(json), key: study, record });
}

function indexed(
  { header, pixelHash, record, clinic, study, source, length }: NewInstance,
  json: DicomJson,
  metadata: string,
  rejects: string | undefined,
): IndexedInstance {
  return {
    ...{ record, clinic, study, pixelHash, source, length, metadata },
    studyInstanceUid: header.studyInstanceUid,
    seriesInstanceUid: header.seriesInstanceUid,
    sopInstanceUid: header.sopInstanceUid,
    sopClassUid: header.sopClassUid,
    transferSyntax: header.transferSyntax,
    frames: header.pixels?.frames ?? 0,
    header: searchable(json),
    ...(rejects === undefined ? {} : { rejects }),
  };
}

/** The date a study says of itself, as eight digits; a study without one stands at the end of the list. */
function studyDateIn(json: DicomJson): string {
  const date = json['00080020']?.Value?.[0];
  return typeof date === 'string' && /^\d{8}$/.test(date) ? date : '00000000';
}
