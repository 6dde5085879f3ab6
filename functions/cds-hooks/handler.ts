import { apiHandler } from '../../platform/handlers/api.ts';
import { RECORD_SYSTEMS } from '../../platform/handlers/browsers.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Discovery, hook calls and feedback (CDS Hooks 2.0.1). */
export const handler = apiHandler({
  world: worldOf(['OKA_BUCKET_AUDIT', 'OKA_ID_KEY']),
  routes,
  browsers: RECORD_SYSTEMS,
});
