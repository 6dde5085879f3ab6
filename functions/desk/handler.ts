import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** The API of the physician's page: his work list, results with what may be done about them, charts. */
export const handler = apiHandler({
  world: worldOf(['OKA_BUCKET_AUDIT', 'OKA_MODELS', 'OKA_QUEUE_NOTICES', 'OKA_ID_KEY']),
  routes,
});
