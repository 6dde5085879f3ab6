import { z } from 'zod';
import { FilePath } from './terms.ts';

/** Where the region is and how this edge proves who it is. */
export const RegionLinkSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).describe('Address of the region’s API, as the region’s operators give it.'),
  audience: z.string().min(1).optional().describe('The "audience" of the region file: every token carries it.'),
  key: FilePath.optional().describe(
    'Our private key (JWK) that signs tokens; made by oka edge init, registered by oka trust add.',
  ),
  tokenFile: FilePath.optional().describe('A ready token instead of a key; it is read again for each request.'),
  ca: FilePath.optional().describe(
    'Authority that signed the certificate of the region (PEM), where it is a private one.',
  ),
});
export type RegionLinkSettings = z.infer<typeof RegionLinkSettings>;
