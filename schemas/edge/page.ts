import { z } from 'zod';
import { Host, Port } from './terms.ts';

/** The edge's own page: worklist, last results, what waits. */
export const PageSettings = z.strictObject({
  host: Host.default('127.0.0.1').describe('Address of the page. 127.0.0.1 is this machine alone.'),
  port: Port.default(8090).describe('Port of the page.'),
});
export type PageSettings = z.infer<typeof PageSettings>;
