import { z } from 'zod';

/** Earlier studies, fetched from the PACS when an appointment is announced. */
export const PriorsSettings = z.strictObject({});
export type PriorsSettings = z.infer<typeof PriorsSettings>;
