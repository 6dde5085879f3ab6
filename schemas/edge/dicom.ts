import { z } from 'zod';
import { AeTitle, Fingerprint, Host, ListenerTls, PeerTls, Port } from './terms.ts';

/** The door for DICOM: modalities, PACS. */
export const DicomSettings = z.strictObject({
  host: Host.default('127.0.0.1').describe('Address of the listener. 127.0.0.1 is this machine alone.'),
  port: Port.default(11_112).describe('Port of the listener.'),
  aeTitle: AeTitle.default('OKA').describe('Our AE title, as modalities call it.'),
  peers: z
    .array(
      z.strictObject({
        aeTitle: AeTitle.describe('AE title of the caller.'),
        host: Host.optional().describe('Its address, where it has a fixed one: then only from there.'),
        port: Port.optional().describe('Port on which it takes reports of storage commitment; needs "host".'),
        tls: PeerTls.optional().describe(
          'Only where that port speaks TLS. What is left out is that of "fingerprint" and of our listener.',
        ),
        fingerprint: Fingerprint.optional().describe(
          'SHA-256 of its certificate, where it may come with that one alone (needs "tls" of the listener).',
        ),
        charset: z
          .enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866'])
          .optional()
          .describe('Character set that it really writes, where it declares another one or none.'),
      }),
    )
    .default([])
    .describe('Who may call. An empty list takes anyone who calls us by our AE title.'),
  tls: ListenerTls.optional().describe('With it the listener speaks TLS alone.'),
});
export type DicomSettings = z.infer<typeof DicomSettings>;
