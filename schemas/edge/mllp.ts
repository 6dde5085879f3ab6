import { z } from 'zod';
import { Host, ListenerTls, Port } from './terms.ts';

/** The door for HL7 v2: hospital information system, laboratory. */
export const MllpSettings = z.strictObject({
  host: Host.default('127.0.0.1').describe(
    'Address of the listener. 127.0.0.1 is this machine alone; without TLS whoever reaches the address may send.',
  ),
  port: Port.default(2575).describe('Port of the listener.'),
  tls: ListenerTls.optional().describe('With it the listener speaks TLS alone.'),
  maxMessageMib: z
    .number()
    .positive()
    .max(512)
    .default(64)
    .describe('Largest message in MiB; a larger one is refused.'),
  processing: z
    .array(z.enum(['P', 'T', 'D']))
    .min(1)
    .default(['P'])
    .describe('Values of MSH-11 that are taken: P production, T training, D debugging.'),
});
export type MllpSettings = z.infer<typeof MllpSettings>;
