import { z } from 'zod';
import { CallerTls, Host, Port } from './terms.ts';

/** The way of results into the clinic's record system. */
export const ConnectorSettings = z.strictObject({
  ehr: z.string().min(1).describe('The record system by its id in the region file.'),
  mllp: z
    .strictObject({
      host: Host.describe('Address of its HL7 listener.'),
      port: Port.describe('Port of its HL7 listener.'),
      tls: CallerTls.optional().describe('Only where it speaks TLS.'),
    })
    .optional()
    .describe('Results as ORU^R01 over MLLP.'),
});
export type ConnectorSettings = z.infer<typeof ConnectorSettings>;
