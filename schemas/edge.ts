import { z } from 'zod';
import { CacheSettings } from './edge/cache.ts';
import { CommitmentSettings } from './edge/commitment.ts';
import { ConnectorSettings } from './edge/connector.ts';
import { DicomSettings } from './edge/dicom.ts';
import { FolderSettings } from './edge/folder.ts';
import { KeySettings } from './edge/key.ts';
import { MllpSettings } from './edge/mllp.ts';
import { MppsSettings } from './edge/mpps.ts';
import { PacsSettings } from './edge/pacs.ts';
import { PageSettings } from './edge/page.ts';
import { PriorsSettings } from './edge/priors.ts';
import { RegionLinkSettings } from './edge/region-link.ts';
import { SpoolSettings } from './edge/spool.ts';
import { FilePath } from './edge/terms.ts';
import { UplinkSettings } from './edge/uplink.ts';
import { WorklistSettings } from './edge/worklist.ts';
import { ClinicId } from './input.ts';
import { isZone } from './zone.ts';

/** What cannot work alone. The names of worklist items follow from the clinic's OID. */
const NEEDS = [
  ['worklist', 'dicom'],
  ['worklist', 'oid'],
  ['mpps', 'dicom'],
  ['commitment', 'dicom'],
  ['priors', 'pacs'],
  ['priors', 'dicom'],
] as const;

/**
 * `edge.yaml`: everything one edge is told. A part whose block is missing is off. The descriptions are written above the
 * keys by `oka edge init`.
 */
export const EdgeSettings = z
  .strictObject({
    clinic: ClinicId.describe('The clinic by its id in the region file.'),
    oid: z
      .string()
      .regex(/^[0-2](\.(0|[1-9]\d*))+$/, 'an OID')
      .optional()
      .describe('FRMO OID of the clinic. Checked when the edge is registered with the region.'),
    zone: z
      .string()
      .refine(isZone, 'an IANA time zone such as Asia/Yekaterinburg')
      .describe('IANA time zone of the clinic’s clocks: times without a zone are read in it.'),
    data: FilePath.describe(
      'Folder of this edge alone, on a local disk: what is taken lies here until the region has it.',
    ),
    region: RegionLinkSettings.describe('The region.'),
    key: KeySettings.optional().describe(
      'Encrypts everything on the disk. Without it nothing is encrypted: development only.',
    ),
    spool: SpoolSettings.prefault({}).describe('How much is kept, and how long.'),
    uplink: UplinkSettings.prefault({}).describe('How the line to the region is used.'),
    senders: z
      .array(
        z.strictObject({
          application: z.string().describe('MSH-3 of the sender; * takes any.'),
          facility: z.string().describe('MSH-4 of the sender; * takes any.'),
          charset: z
            .enum(['utf-8', 'windows-1251', 'iso-8859-5', 'koi8-r', 'ibm866'])
            .optional()
            .describe('Character set of its messages where MSH-18 names none.'),
          role: z.enum(['his', 'lis', 'ris', 'post']).optional().describe('What it is, as in the region file.'),
          orderKey: z
            .enum(['filler', 'placer', 'patient-service-time'])
            .optional()
            .describe('Which number names its orders, as in the region file.'),
          defaultDomain: z
            .string()
            .optional()
            .describe('Domain of its patient numbers where they carry none, as in the region file.'),
        }),
      )
      .default([])
      .describe('Systems of the clinic that send HL7.'),
    mllp: MllpSettings.optional().describe(
      'HL7 v2 over MLLP, from the hospital information system and the laboratory.',
    ),
    dicom: DicomSettings.optional().describe('DICOM from modalities and PACS.'),
    worklist: WorklistSettings.optional().describe('Modality worklist for the modalities (needs "dicom").'),
    mpps: MppsSettings.optional().describe('Performed procedure steps of the modalities (needs "dicom").'),
    commitment: CommitmentSettings.optional().describe(
      'Storage commitment. Leave it out where a PACS is the legal archive (needs "dicom").',
    ),
    connector: ConnectorSettings.optional().describe('Results into the clinic’s record system.'),
    pacs: PacsSettings.optional().describe('Findings into the clinic’s PACS.'),
    priors: PriorsSettings.optional().describe(
      'Earlier studies from the PACS, fetched before an appointment (needs "pacs").',
    ),
    folder: FolderSettings.optional().describe('A watched folder for files and media.'),
    page: PageSettings.optional().describe('The edge’s own web page, for days when the region is away.'),
    cache: CacheSettings.prefault({}).describe(
      'What the page knows of patients while the region is away (used with "page").',
    ),
  })
  .superRefine((settings, context) => {
    for (const [part, needed] of NEEDS)
      if (settings[part] !== undefined && settings[needed] === undefined)
        context.addIssue({ code: 'custom', path: [part], message: `needs "${needed}"` });
  });
export type EdgeSettings = z.infer<typeof EdgeSettings>;
/** As a person or a command writes it, before defaults. */
export type EdgeSettingsInput = z.input<typeof EdgeSettings>;
