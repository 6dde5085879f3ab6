import type { ApiRoute } from '../../platform/handlers/api.ts';

export const routes: Readonly<Record<string, ApiRoute>> = {};
