import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** What waits for a human at a clinic, and the follow-ups that are recommended there. */
export const handler = apiHandler({
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_BUCKET_AUDIT', 'OKA_QUEUE_IMAGES', 'OKA_ID_KEY']),
  routes,
});
