import type { WorklistSettings } from '../../../schemas/edge/worklist.ts';

/** Modalities of DICOM (PS3.3 §C.7.3.1.1.1) that IHE has in OBR-24; `PT` is physical therapy in HL7 table 0074. */
const OF_DICOM: ReadonlySet<string> = new Set(
  'BMD CR CT DX ECG ES EPS HD IO IVUS MG MR NM OCT OP OPT OT PX RF RG SM US XA XC'.split(' '),
);
/** HL7 table 0074: sections of a diagnostic service that have one modality. */
const OF_SECTION: Readonly<Record<string, string>> = {
  NMR: 'MR',
  RUS: 'US',
  OUS: 'US',
  VUS: 'US',
  CUS: 'US',
  NMS: 'NM',
  XRC: 'RF',
  EC: 'ECG',
};

/** What OBR-24 says of the modality: nothing for `RAD`, `RX` and `IMG`, which are any. */
export const modalityOfSection = (section: string | undefined): string | undefined => {
  const code = section?.toUpperCase() ?? '';
  return OF_DICOM.has(code) ? code : OF_SECTION[code];
};

type Station = WorklistSettings['stations'][number];
type Examination = WorklistSettings['examinations'][number];

/** The registered station that a word of a message names, by AE title or name. */
export const stationNamed = (word: string | undefined, { stations }: WorklistSettings): Station | undefined => {
  const wanted = word?.trim().toLowerCase();
  if (wanted === undefined || wanted === '') return undefined;
  return stations.find((one) => [one.aeTitle, one.name].some((name) => name?.toLowerCase() === wanted));
};

/** How the clinic makes an examination of one of these codes. */
export const examinationOf = (
  codes: readonly (string | undefined)[],
  { examinations }: WorklistSettings,
): Examination | undefined => {
  const wanted = new Set(codes.flatMap((code) => code?.toLowerCase() ?? []));
  return examinations.find(({ code }) => wanted.has(code.toLowerCase()));
};
