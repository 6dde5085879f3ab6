import type { DicomJson } from '../../domain/dicom/json.ts';
import { canonicalJson } from '../../domain/fhir/canonical.ts';
import { compareStamps, newerGroup } from '../../domain/fhir/merge.ts';
import type { FieldGroup } from '../../schemas/chart.ts';
import type { InputKey } from '../../schemas/input.ts';
import { clinicStudiesPartition, clinicStudyKey, instanceKey, rejectionKey, studyPartition } from './keys.ts';
import { mergeRow } from './merged-row.ts';
import type { Row, Store } from './store.ts';

/** Where the bytes of an instance lie: an input (`platform/archive.ts` reads it), or an object that Oka made itself. */
export type InstanceSource =
  | { readonly input: InputKey }
  /** Key in the bucket `derived`, and the SHA-256 of the object. */
  | { readonly derived: string; readonly sha256: string };

/** One instance of a study as it is found and told of; everything is the object's own word. */
export type IndexedInstance = {
  readonly record: string;
  /** Clinic that owns the record. */
  readonly clinic: string;
  /** Id of its ImagingStudy in the chart. */
  readonly study: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string;
  /** As it was sent; a working copy has its own. */
  readonly transferSyntax: string;
  readonly pixelHash: string;
  readonly frames: number;
  readonly source: InstanceSource;
  readonly length: number;
  /** Key of its metadata (DICOM JSON Model) in the bucket `derived`. */
  readonly metadata: string;
  /** What searches match and answer, from the metadata. */
  readonly header: DicomJson;
  /** Set for a rejection note (IHE IOCM): the code of its title. It is no more shown than what it rejects. */
  readonly rejects?: string;
};

/** A rejection note's word on one instance. */
export type Rejection = {
  readonly record: string;
  readonly sopInstanceUid: string;
  readonly note: string;
  readonly code: string;
};

/** A study of a clinic, as its list names it. `date` is one that some instance states: candidates, to be looked at. */
export type ClinicStudy = { readonly date: string; readonly key: string; readonly record: string };

/** The index of DICOM studies; the access patterns stand in `README.md`. Keys are `dicomKey`s. */
export type Studies = {
  /** Any order, any number of times: of several headers of one image the newest stamp holds. */
  putInstance(study: string, instance: string, said: { group: FieldGroup; at: IndexedInstance }): Promise<void>;
  putRejection(study: string, keys: { instance: string; note: string }, rejection: Rejection): Promise<void>;
  /** That the study is found on its clinic's list under this date (eight digits; 00000000: it states none). */
  putOnList(clinic: string, study: ClinicStudy): Promise<void>;
  /**
   * Everything under one Study Instance UID, of all records, the newest word first: the caller decides what may be shown to
   * whom.
   */
  read(study: string): Promise<{ instances: IndexedInstance[]; rejections: Rejection[] }>;
  /** The next `limit` studies of a clinic, newest first, not after `upTo` (a date, or the last place read). */
  ofClinic(clinic: string, upTo: string | undefined, limit: number): Promise<(ClinicStudy & { place: string })[]>;
};

export const makeStudies = (store: Store): Studies => ({
  async putInstance(study, instance, { group, at }) {
    await mergeRow(store, instanceKey(study, at.record, instance), async (stored) => {
      const known = stored?.group as FieldGroup | undefined;
      const held = known === undefined ? group : newerGroup(known, group);
      return known !== undefined && canonicalJson(known) === canonicalJson(held) ? undefined : { group: held };
    });
  },

  async putRejection(study, { instance, note }, rejection) {
    await store.put({ ...rejectionKey(study, rejection.record, instance, note), ...rejection });
  },

  async putOnList(clinic, { date, key, record }) {
    await store.put(clinicStudyKey(clinic, date, key, record));
  },

  async read(study) {
    const rows = await store.query({ partition: studyPartition(study) });
    const isInstance = ({ sk }: Row): boolean => sk.startsWith('Instance#');
    return {
      instances: rows
        .filter(isInstance)
        .map(({ group }) => group as FieldGroup)
        .sort((a, b) => compareStamps(b.stamp, a.stamp))
        .map(({ value }) => value as unknown as IndexedInstance),
      rejections: rows.filter((row) => !isInstance(row)).map(({ pk: _, sk: __, ...said }) => said as Rejection),
    };
  },

  async ofClinic(clinic, upTo, limit) {
    const rows = await store.query({
      partition: clinicStudiesPartition(clinic),
      newestFirst: true,
      limit,
      ...(upTo === undefined ? {} : { upTo }),
    });
    return rows.map(({ sk }) => {
      const [date = '', key = '', record = ''] = sk.split('#');
      return { date, key, record, place: sk };
    });
  },
});
