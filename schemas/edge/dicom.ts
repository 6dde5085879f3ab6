import { z } from 'zod';
import { AeTitle, Host, ListenerTls, Port } from './terms.ts';

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
        fingerprint: z
          .string()
          .regex(/^([0-9a-fA-F]{2}:?){32}$/, 'a SHA-256 fingerprint')
          .optional()
          .describe('SHA-256 of its certificate, where it may come with that one alone (needs "tls").'),
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
