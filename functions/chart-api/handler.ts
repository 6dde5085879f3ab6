import { apiHandler } from '../../platform/handlers/api.ts';
import { worldOf } from '../../platform/world.ts';
import { routes } from './routes.ts';

/** Reads of the chart in FHIR R4, and what the API says of itself. */
export const handler = apiHandler({ world: worldOf(['OKA_BUCKET_AUDIT']), routes });
