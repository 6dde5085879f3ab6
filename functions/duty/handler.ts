import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Who is on duty, what changes the day, and whom the duty desk is to call. */
export const handler = apiHandler({ world: worldOf(['OKA_BUCKET_AUDIT', 'OKA_QUEUE_ACKNOWLEDGEMENTS']), routes });
