import { z } from 'zod';
import { TimeOfDay } from './terms.ts';

const Kbits = z.number().positive();

/** How the line to the region is used: caps, hours, and how long each lane may wait. */
export const UplinkSettings = z.strictObject({
  capKbits: Kbits.optional().describe('Most that is sent, in kbit/s. Without it: what the line gives.'),
  timetable: z
    .array(
      z.strictObject({
        from: TimeOfDay.describe('Start, on the clinic’s clock.'),
        to: TimeOfDay.describe('End; earlier than the start means over midnight.'),
        capKbits: Kbits.describe('Most that is sent in these hours, in kbit/s.'),
      }),
    )
    .default([])
    .describe('Hours with a cap of their own.'),
  ceilingMinutes: z
    .strictObject({
      urgent: z.number().positive().default(5).describe('Urgent.'),
      routine: z.number().positive().default(240).describe('Routine.'),
      bulk: z.number().positive().default(2880).describe('Originals and archives.'),
    })
    .prefault({})
    .describe('So long an object of a lane waits at most behind others, in minutes, while the line works.'),
});
export type UplinkSettings = z.infer<typeof UplinkSettings>;
