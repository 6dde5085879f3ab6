import { z } from 'zod';

/** The character sets that a sender can be registered or confirmed with. */
export const SenderCharsetName = z.enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866']);
export type SenderCharsetName = z.infer<typeof SenderCharsetName>;
