import { z } from 'zod';

/**
 * The small words of `edge.yaml`. Each key of a block carries `.describe('…')` as its last call: `oka edge init` writes it
 * above the key; `.meta({ description, ru })` gives it in Russian too.
 */
export const Port = z.number().int().min(0).max(65_535);
export const Host = z.string().min(1);
/** Relative paths are read from the folder of `edge.yaml`. */
export const FilePath = z.string().min(1).meta({ path: true });
/** DICOM PS3.5 table 6.2-1: 16 characters at most, no backslash, not only spaces. */
export const AeTitle = z
  .string()
  .regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/, 'an AE title: up to 16 characters of ASCII, no backslash')
  .refine((text) => text.trim() === text, 'an AE title without spaces at its ends');
/** Hours and minutes on the clinic's clock. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 06:30, in quotes');

/** What a listener of ours shows and whom it lets in. */
export const ListenerTls = z.strictObject({
  cert: FilePath.describe('Certificate of this listener (PEM).'),
  key: FilePath.describe('Its private key (PEM), readable by the edge alone.'),
  ca: FilePath.optional().describe(
    'Authority that signs the certificates of those who call (PEM); needed for names in "allow".',
  ),
  allow: z
    .array(z.string().min(1))
    .optional()
    .describe(
      'Certificates that may call: SHA-256 fingerprints, or common names signed by "ca". Without it anyone with TLS may.',
    ),
});
export type ListenerTls = z.infer<typeof ListenerTls>;

export const Fingerprint = z.string().regex(/^([0-9a-fA-F]{2}:?){32}$/, 'a SHA-256 fingerprint');

/** How we call a system of the clinic over TLS. */
export const CallerTls = z.strictObject({
  ca: FilePath.optional().describe('Authority that signed the certificate of the other side (PEM).'),
  cert: FilePath.optional().describe('Our certificate, where the other side asks for one (PEM).'),
  key: FilePath.optional().describe('The private key of our certificate (PEM).'),
});
export type CallerTls = z.infer<typeof CallerTls>;

/** As `CallerTls`, to a system that may be known by its certificate alone: most modalities sign their own. */
export const PeerTls = CallerTls.extend({
  fingerprint: Fingerprint.optional().describe(
    'SHA-256 of the certificate of the other side; with it no authority is asked.',
  ),
});
export type PeerTls = z.infer<typeof PeerTls>;

/** A DICOM application of the clinic that we call. */
export const DicomPeer = z.strictObject({
  aeTitle: AeTitle.describe('Its AE title.'),
  host: Host.describe('Its address.'),
  port: Port.describe('Its port.'),
  tls: PeerTls.optional().describe('Only where it speaks TLS.'),
});
export type DicomPeer = z.infer<typeof DicomPeer>;
