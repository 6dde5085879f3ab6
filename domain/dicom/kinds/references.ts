import type { DataSet } from 'dicom-parser';
import { stringOf } from '../values.ts';
import { partsIn, referencedIn } from './content.ts';

/** Instances of one study that an object speaks of. */
export type StudyReference = { readonly studyInstanceUid: string; readonly instances: readonly string[] };

/** Hierarchical SOP Instance References (PS3.3 Table C.17-3): study → series → instances. */
export const studyReferencesIn = (part: DataSet, tag: string): StudyReference[] =>
  partsIn(part, tag).flatMap((study) => {
    const studyInstanceUid = stringOf(study, 'x0020000d');
    const instances = partsIn(study, 'x00081115').flatMap((series) => referencedIn(series, 'x00081199'));
    return studyInstanceUid === undefined ? [] : [{ studyInstanceUid, instances }];
  });
