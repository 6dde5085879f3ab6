import { REFERENCE_EXTENSION } from '../../../schemas/study.ts';
import { partsIn, referencedIn } from './content.ts';
import type { Contents, KindSource } from './contents.ts';
import { NOTHING } from './nothing.ts';

/** A presentation state is linked to the images it speaks of (PS3.3 §C.11.11, Referenced Series Sequence). */
export function presentationContents({ object }: KindSource): Contents {
  const series = partsIn(object.dataSet, 'x00081115');
  const uids = [...new Set(series.flatMap((one) => referencedIn(one, 'x00081140')))].sort();
  return { ...NOTHING, instance: uids.map((uid) => ({ url: REFERENCE_EXTENSION, valueUri: `urn:oid:${uid}` })) };
}
