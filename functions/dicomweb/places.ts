import type { IndexedInstance } from '../../platform/chart/study-rows.ts';

type Uids = Pick<IndexedInstance, 'studyInstanceUid' | 'seriesInstanceUid' | 'sopInstanceUid'>;

/** Addresses of resources; UIDs hold digits, letters, dots and hyphens only. */
export const studyUrl = (base: string, { studyInstanceUid }: Uids): string =>
  `${base}/dicomweb/studies/${studyInstanceUid}`;
export const seriesUrl = (base: string, uids: Uids): string =>
  `${studyUrl(base, uids)}/series/${uids.seriesInstanceUid}`;
export const instanceUrl = (base: string, uids: Uids): string =>
  `${seriesUrl(base, uids)}/instances/${uids.sopInstanceUid}`;
