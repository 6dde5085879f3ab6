import type { IndexedInstance } from '../../platform/chart/study-rows.ts';

const textAt = ({ header }: IndexedInstance, tag: string): unknown => header[tag]?.Value?.[0];
/** What was made of other pictures, by Oka or a workstation, is looked at after them (PS3.3 §C.7.6.1.1.2). */
const isMadeAfterwards = (one: IndexedInstance): boolean =>
  /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.7(\.\d)?$/.test(one.sopClassUid) || 'derived' in one.source;

/** The image that a study is shown by: the first one that a device took; slices have the one in the middle. */
export function firstPicture(instances: readonly IndexedInstance[]): IndexedInstance | undefined {
  const pictures = instances.filter(({ frames }) => frames > 0);
  const taken = pictures.filter((one) => !isMadeAfterwards(one));
  const [first] = taken.length > 0 ? taken : pictures;
  if (first === undefined || !['CT', 'MR', 'PT'].includes(String(textAt(first, '00080060')))) return first;
  const series = taken.filter(({ seriesInstanceUid }) => seriesInstanceUid === first.seriesInstanceUid);
  return series[Math.floor((series.length - 1) / 2)];
}
