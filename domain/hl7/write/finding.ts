import type { Finding, Result } from '../../../schemas/result.ts';
import { STATES, saidBy } from '../../fhir/bundle/finding.ts';
import { plain } from '../../fhir/bundle/parts.ts';
import type { Coded, Observation } from './observations.ts';
import type { Escaped, Hl7Writer } from './segment.ts';

/** A document or picture that goes with a finding: its bytes, or where they are. */
export type Attachment = {
  readonly code: 'report' | 'preview' | 'heat-map';
  readonly title: string;
  /** `image/png`, `application/pdf` */
  readonly mediaType: string;
} & ({ readonly bytes: Uint8Array } | { readonly url: string });

/** DICOM PS3.16, the code under which a study is named. */
const STUDY_UID: Coded = { code: '110180', text: 'Study Instance UID', system: 'DCM' };
const PROBABILITY: Coded = {
  code: 'probability',
  text: 'Оценка модели, калибрована на её данных / Score of the model, calibrated on its own data',
};
const TEXT: Coded = { code: 'text', text: 'Текст / Text' };
const NO_UNIT: Coded = { code: '1', text: 'no units', system: 'UCUM' };

/** Rows of one finding: study, coded answer, probability, text, pictures (contract 9; HL7 v2.5.1 ch. 7.4.2). */
export function findingRows(
  result: Result,
  finding: Finding,
  attachments: readonly Attachment[],
  writer: Hl7Writer,
): Observation[] {
  const { text } = writer;
  const { label, model, state, study, probability } = finding;
  const group = label.id;
  const subject: Coded = {
    code: label.snomed,
    text: `${label.title.ru} / ${label.title.en}`,
    system: 'SCT',
    other: { code: `${model.id}/${label.id}` },
  };
  // Not assessed is no value: "results cannot be obtained for this observation" (table 0085, X).
  const answer: Partial<Observation> =
    state === 'not-assessed'
      ? { status: 'X' }
      : {
          value: { type: 'CWE', written: stateText(state, writer) },
          ...(state === 'present' && { flag: result.severity === 'critical' ? 'AA' : 'A' }),
        };
  const isScored = state !== 'not-assessed' && probability !== undefined;
  return [
    { code: STUDY_UID, value: { type: 'ST', written: text(study.studyInstanceUid) } },
    { code: subject, group, ...answer },
    ...(isScored
      ? [
          {
            code: PROBABILITY,
            group,
            value: { type: 'NM' as const, written: text(decimal(probability)) },
            unit: NO_UNIT,
          },
        ]
      : []),
    { code: TEXT, group, value: { type: 'FT', written: text(plain(saidBy(result, finding))) } },
    ...attachments.map((attachment) => attachmentRow(attachment, group, writer)),
  ];
}

const stateText = (state: keyof typeof STATES, { text, components }: Hl7Writer): Escaped => {
  const { snomed, display } = STATES[state];
  return components(text(snomed), text(display), text('SCT'), text(state), text(display), text('99OKA'));
};

/** NM has no exponent (ch. 2.A.47). */
const decimal = (value: number): string => value.toFixed(6).replace(/\.?0+$/, '');

/** HL7 table 0191 by the first part of the media type. */
const DATA_TYPES: Readonly<Record<string, string>> = { image: 'IM', application: 'AP', text: 'TEXT' };

function attachmentRow(attachment: Attachment, group: string, { text, components }: Hl7Writer): Observation {
  const [kind = '', subtype = ''] = attachment.mediaType.split('/');
  const type = [text(DATA_TYPES[kind] ?? 'AP'), text(subtype.toUpperCase())];
  const code: Coded = { code: attachment.code, text: attachment.title };
  if ('url' in attachment)
    return { code, group, value: { type: 'RP', written: components(text(attachment.url), text('OKA'), ...type) } };
  const content = Buffer.from(attachment.bytes).toString('base64');
  return {
    code,
    group,
    value: { type: 'ED', written: components(text('OKA'), ...type, text('Base64'), text(content)) },
  };
}
