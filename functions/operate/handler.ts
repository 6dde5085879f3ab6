import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Trace, waiting list, replay and ledger. */
export const handler = apiHandler({
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_BUCKET_AUDIT', 'OKA_QUEUE_IMAGES', 'OKA_QUEUE_RECORDS']),
  routes,
});
