import type { Level } from '../../domain/dicom/web/attributes.ts';
import type { ApiRoute } from '../../platform/handlers/api.ts';
import type { ApiRequest } from '../../platform/handlers/request.ts';
import { readBulkData } from './bulk-data.ts';
import { readCurves } from './curves.ts';
import { readPictureDisplay, readStudyDisplay } from './display.ts';
import { readFrames } from './frames.ts';
import { readMetadata } from './metadata.ts';
import { readPreview } from './preview.ts';
import { readPrior } from './prior.ts';
import { rendering } from './rendered.ts';
import { retrieve } from './retrieve.ts';
import { searching } from './search.ts';
import { subjectOfStudy } from './study.ts';

const STUDY = '/dicomweb/studies/{study}';
const SERIES = `${STUDY}/series/{series}`;
const INSTANCE = `${SERIES}/instances/{instance}`;

const read = (handle: ApiRoute['handle']): ApiRoute => ({ action: 'read-images', resource: subjectOfStudy, handle });

/** A search over the caller's own clinics: which of their studies he sees is asked of each. */
const searchAll = (level: Level): ApiRoute => ({
  action: 'search-studies',
  resource: ({ principal }: ApiRequest) => ({ clinic: principal.clinics[0], about: 'studies' }),
  handle: searching(level),
});

/** DICOMweb (PS3.18) over the region's images. */
export const routes: Readonly<Record<string, ApiRoute>> = {
  'GET /dicomweb/studies': searchAll('study'),
  'GET /dicomweb/series': searchAll('series'),
  'GET /dicomweb/instances': searchAll('instance'),
  [`GET ${STUDY}/series`]: read(searching('series')),
  [`GET ${STUDY}/instances`]: read(searching('instance')),
  [`GET ${SERIES}/instances`]: read(searching('instance')),
  [`GET ${STUDY}/metadata`]: read(readMetadata),
  [`GET ${SERIES}/metadata`]: read(readMetadata),
  [`GET ${INSTANCE}/metadata`]: read(readMetadata),
  [`GET ${STUDY}`]: read(retrieve),
  [`GET ${SERIES}`]: read(retrieve),
  [`GET ${INSTANCE}`]: read(retrieve),
  [`GET ${INSTANCE}/frames/{frames}`]: read(readFrames),
  [`GET ${INSTANCE}/bulkdata/{element}`]: read(readBulkData),
  [`GET ${INSTANCE}/rendered`]: read(rendering('rendered')),
  [`GET ${INSTANCE}/thumbnail`]: read(rendering('thumbnail')),
  [`GET ${INSTANCE}/frames/{frames}/rendered`]: read(rendering('rendered')),
  [`GET ${SERIES}/thumbnail`]: read(rendering('thumbnail')),
  [`GET ${STUDY}/display`]: read(readStudyDisplay),
  [`GET ${INSTANCE}/display`]: read(readPictureDisplay),
  [`GET ${STUDY}/preview`]: read(readPreview),
  [`GET ${INSTANCE}/preview`]: read(readPreview),
  [`GET ${INSTANCE}/curves`]: read(readCurves),
  [`GET ${STUDY}/prior`]: read(readPrior),
};
