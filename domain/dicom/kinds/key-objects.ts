import { createHash } from 'node:crypto';
import {
  MANIFEST_EXTENSION,
  REFERENCE_EXTENSION,
  REJECTION_EXTENSION,
  type Rejection,
} from '../../../schemas/study.ts';
import { resourceId } from '../../fhir/identifiers.ts';
import { codeIn } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { type StudyReference, studyReferencesIn } from './references.ts';
import { studyGroup } from './study-group.ts';

/** Document titles of key objects (PS3.16 CID 7010, 7011). */
const MANIFEST = '113030';
/**
 * Titles that take instances back (IHE RAD IOCM): for quality, for the patient's safety, taken of the wrong patient. 113039,
 * retention expired, says nothing against what was seen.
 */
const REJECTIONS: ReadonlySet<string> = new Set(['113001', '113037', '113038']);

/**
 * A key object selection is linked to what it selects. A manifest says which instances its study has; a rejection note takes
 * instances of any of the patient's studies back, whichever came first.
 */
export function keyObjectContents(source: KindSource): Contents {
  const { dataSet: part } = source.object;
  const title = codeIn(part, 'x0040a043');
  const code = title?.scheme === 'DCM' ? title.value : '';
  const studies = studyReferencesIn(part, 'x0040a375');
  const own = studies.filter(({ studyInstanceUid }) => studyInstanceUid === source.header.studyInstanceUid);
  const instances = sorted(own);
  const name = `rejection:${source.header.sopInstanceUid}`;
  const rejects = REJECTIONS.has(code);
  const groupOf = (of: readonly StudyReference[]) =>
    studyGroup(source, REJECTION_EXTENSION, { code, instances: sorted(of) } satisfies Rejection);
  return {
    groups: {
      ...(code === MANIFEST ? { manifest: studyGroup(source, MANIFEST_EXTENSION, instances) } : {}),
      ...(rejects && instances.length > 0 ? { [name]: groupOf(own) } : {}),
    },
    instance: sorted(studies).map((uid) => ({ url: REFERENCE_EXTENSION, valueUri: `urn:oid:${uid}` })),
    items: studies
      .filter((study) => rejects && !own.includes(study))
      .map((study) => ({
        record: source.subject.record,
        resourceType: 'ImagingStudy' as const,
        id: resourceId(source.idKey, 'ImagingStudy', [source.subject.domainOid, study.studyInstanceUid]),
        groups: { [name]: groupOf([study]) },
      })),
    attachments: [],
    hash: createHash('sha256')
      .update(JSON.stringify([code, sorted(studies)]))
      .digest('hex'),
  };
}

const sorted = (studies: readonly StudyReference[]): string[] =>
  [...new Set(studies.flatMap(({ instances }) => instances))].sort();
