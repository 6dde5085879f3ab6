import { streamingHandler } from '../../platform/handlers/stream.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Searches, retrievals and renderings of DICOM images, streamed. */
export const handler = streamingHandler({
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_BUCKET_ARCHIVE', 'OKA_BUCKET_AUDIT', 'OKA_ID_KEY']),
  routes,
});
