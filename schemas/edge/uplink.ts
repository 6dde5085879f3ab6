import { z } from 'zod';
import { AeTitle, TimeOfDay } from './terms.ts';

const Kbits = z.number().positive();
const LaneName = z.enum(['urgent', 'routine', 'bulk']);

/** How the line to the region is used: caps, hours, lanes, and how long each lane may wait. */
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
  bulkHours: z
    .strictObject({
      from: TimeOfDay.describe('Start, on the clinic’s clock.'),
      to: TimeOfDay.describe('End; earlier than the start means over midnight.'),
    })
    .optional()
    .describe('The only hours in which originals and archives are sent, such as 20:00 to 06:00. Without it: always.'),
  ceilingMinutes: z
    .strictObject({
      urgent: z.number().positive().default(5).describe('Urgent.'),
      routine: z.number().positive().default(240).describe('Routine.'),
      bulk: z.number().positive().default(1440).describe('Originals and archives.'),
    })
    .prefault({})
    .describe('So long an object of a lane waits at most behind others, in minutes, while the line works.'),
  rules: z
    .array(
      z.strictObject({
        lane: LaneName.describe('Lane of what all that is named in this rule fits.'),
        callingAe: AeTitle.optional().describe('AE title that sends.'),
        modality: z.string().min(1).optional().describe('Modality (0008,0060), such as CT.'),
        sender: z.string().min(1).optional().describe('MSH-3 of HL7, or the door that took a file: folder, dicom.'),
      }),
    )
    .default([])
    .describe('Lanes of the clinic’s own; the first that fits counts, but what a sender calls urgent stays urgent.'),
  preview: z
    .strictObject({
      encode: z
        .boolean()
        .default(true)
        .describe('Re-encode images without loss (HTJ2K), so that their first bytes show them.'),
      pixels: z
        .number()
        .int()
        .positive()
        .default(512)
        .describe('Pixels on the shorter side that the first bytes show: as many as the models of the region ask for.'),
    })
    .prefault({})
    .describe('Preview first.'),
  originals: z
    .boolean()
    .default(false)
    .describe('Also send the byte-identical originals, as bulk: for a clinic without an archive of its own.'),
  retrySeconds: z
    .number()
    .min(1)
    .max(3600)
    .default(60)
    .describe('While the region is away it is tried again after pauses that grow to this, in seconds.'),
  consultSharePercent: z
    .number()
    .min(0)
    .max(100)
    .default(10)
    .describe('Share of the line, in percent, that remains for all but urgent previews during a live consult.'),
});
export type UplinkSettings = z.infer<typeof UplinkSettings>;
