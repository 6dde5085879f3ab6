import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Trace, waiting list, replay, ledger, and the decisions on models. */
export const handler = apiHandler({
  world: worldOf(['OKA_BUCKET_INTAKE', 'OKA_BUCKET_AUDIT', 'OKA_QUEUE_IMAGES', 'OKA_QUEUE_RECORDS', 'OKA_MODELS']),
  routes,
});
