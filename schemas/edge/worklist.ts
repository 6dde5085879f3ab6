import { z } from 'zod';
import { AeTitle } from './terms.ts';

/** A DICOM modality (PS3.3 §C.7.3.1.1.1): DX, CT, US … */
const Modality = z.string().regex(/^[A-Z0-9_]{1,16}$/, 'a modality in capitals, such as DX');

/** What a modality can show: Unicode, Cyrillic of ISO 8859-5, or Latin letters alone. */
export const WorklistText = z.enum(['ISO_IR 192', 'ISO_IR 144', 'latin']);
export type WorklistText = z.infer<typeof WorklistText>;

const Station = z.strictObject({
  aeTitle: AeTitle.describe('AE title by which it calls us.'),
  modality: Modality.optional().describe(
    'What it makes. Steps that name a station by its name get the modality from here.',
  ),
  name: z.string().min(1).max(16).optional().describe('Its name or room, as orders and appointments write it.'),
  text: WorklistText.optional().describe('What it can show; without it "text" of this block.'),
  shows: z
    .enum(['all', 'own'])
    .default('all')
    .describe(
      'own: only steps for this station, or of its modality and for no station; for devices that ask for everything.',
    ),
});

const Examination = z.strictObject({
  code: z.string().min(1).describe('Code of the examination in OBR-4, OBR-44 or AIS-3.'),
  modality: Modality.describe('What makes it.'),
  station: AeTitle.optional().describe('AE title of the one device that makes it.'),
});

/** The modality worklist, answered from the clinic's orders and appointments. */
export const WorklistSettings = z.strictObject({
  text: WorklistText.default('ISO_IR 192').describe(
    'What modalities can show: ISO_IR 192 (Unicode), ISO_IR 144 (Cyrillic), latin (names in Latin letters).',
  ),
  stations: z.array(Station).default([]).describe('Modalities that need settings of their own.'),
  examinations: z
    .array(Examination)
    .default([])
    .describe('Which examinations are made by which modality, where orders do not say so (OBR-24, IPC-5).'),
  domains: z
    .array(
      z.strictObject({
        namespace: z.string().min(1).describe('Name of the domain, as PID-3.4 writes it.'),
        oid: z
          .string()
          .regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'an OID')
          .describe('Its OID.'),
      }),
    )
    .default([])
    .describe(
      'Domains of patient numbers, as in the region file. Without them every name in PID-3.4 is a domain of its own.',
    ),
  graceHours: z
    .number()
    .min(0)
    .max(720)
    .default(24)
    .describe('So long after its day an examination that was not made stays on the list.'),
  openDays: z
    .number()
    .min(1)
    .max(365)
    .default(14)
    .describe('So many days an order without a time is offered every day.'),
  keepDays: z
    .number()
    .min(2)
    .max(400)
    .default(60)
    .describe('So long orders, patients and steps are remembered after the last word on them.'),
});
export type WorklistSettings = z.infer<typeof WorklistSettings>;
