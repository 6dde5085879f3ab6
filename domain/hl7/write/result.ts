import { createHash } from 'node:crypto';
import type { Result } from '../../../schemas/result.ts';
import { takenAt } from '../../fhir/bundle/finding.ts';
import { linesOf } from '../../fhir/bundle/parts.ts';
import { adviceRows } from './advice.ts';
import { deviceRows } from './device-finding.ts';
import { type Attachment, findingRows } from './finding.ts';
import { type Coded, codedText, type Observation, observationSegments, type Shared } from './observations.ts';
import { type DomainName, pidOf } from './patient.ts';
import { type Escaped, type Hl7Writer, makeWriter } from './segment.ts';
import { writeTime } from './time.ts';

export type OruOptions = {
  /** As the chart has him. */
  readonly patient: fhir4.Patient;
  /** Whose message it is and for whom: MSH-3 to MSH-6. */
  readonly sender: { readonly application: string; readonly facility: string };
  readonly receiver: { readonly application: string; readonly facility: string };
  /** Zone of the receiving clinic; times carry their offset. */
  readonly zone: string;
  /** The receiver's character set as registered; MSH-18 names it. */
  readonly charset?: 'utf-8' | 'windows-1251' | 'iso-8859-5' | 'koi8-r' | 'ibm866';
  readonly domainName?: DomainName;
  readonly attachments?: readonly Attachment[];
  /** The published Bundle as JSON: one more row, for receivers that read both forms. */
  readonly bundle?: Uint8Array;
};

/** HL7 table 0211; it has no names for the last three, and Russian systems understand these. */
const MSH_18 = {
  'utf-8': 'UNICODE UTF-8',
  'iso-8859-5': '8859/5',
  'windows-1251': 'WINDOWS-1251',
  'koi8-r': 'KOI8-R',
  ibm866: 'CP866',
} as const;

/** OBR-4: a finding is no report of the examination that was ordered, a card none of a laboratory (contract 9). */
const SERVICES = {
  finding: { code: 'ai-analysis', text: 'ИИ-анализ / AI analysis' },
  'device-finding': { code: 'device-finding', text: 'ИИ другого производителя / AI of another manufacturer' },
  advice: { code: 'decision-support', text: 'Подсказка по правилу / Decision support' },
} as const;
/** OBR-24, table 0074. */
const SECTIONS = { finding: 'RAD', 'device-finding': 'RAD', advice: 'OTH' } as const;

/**
 * One version of a result as ORU^R01^ORU_R01, HL7 v2.5.1 (contract 9). It depends on the result, the patient and the
 * options alone: a repeat of a version is the same bytes with the same MSH-10; versions share OBR-3, OBX-3 and OBX-4.
 */
export function writeOru(result: Result, options: OruOptions): Uint8Array {
  const { charset = 'utf-8', zone, patient, domainName = () => undefined } = options;
  const writer = makeWriter(charset);
  const analysedAt = writer.text(writeTime(result.sourceTime, zone));
  return writer.message([
    headerOf(result, analysedAt, { ...options, charset }, writer),
    pidOf(patient, writer, domainName),
    requestOf(result, analysedAt, zone, writer),
    ...notesOf(result, writer),
    ...observationSegments(
      [...rowsOf(result, options.attachments ?? [], writer), ...bundleRow(options.bundle, writer)],
      sharedOf(result, analysedAt, zone, writer),
      writer,
    ),
  ]);
}

/** HL7 gives an identifier 20 signs (MSH-10) and few systems keep more: 80 bits of a hash, which never meet by chance. */
const shortened = (hash: string): string => hash.slice(0, 20);

/** MSH-10 of a version: the receiver knows a repeat by it (contract 7). */
export const controlIdOf = ({ resultId, version }: Pick<Result, 'resultId' | 'version'>): string =>
  shortened(createHash('sha256').update(`${resultId}/${version}`).digest('hex'));

/** OBR-3, our own number of the result; the same in all its versions. */
export const fillerNumberOf = ({ resultId }: Pick<Result, 'resultId'>): string => shortened(resultId);

function headerOf(
  result: Result,
  time: Escaped,
  { sender, receiver, charset }: OruOptions & { charset: keyof typeof MSH_18 },
  { text, components, header }: Hl7Writer,
): Escaped {
  return header({
    3: text(sender.application),
    4: text(sender.facility),
    5: text(receiver.application),
    6: text(receiver.facility),
    7: time,
    9: components(text('ORU'), text('R01'), text('ORU_R01')),
    10: text(controlIdOf(result)),
    11: text('P'),
    12: text('2.5.1'),
    18: text(MSH_18[charset]),
  });
}

/** No ORC and no placer number: nothing of ours stands for the order or changes its state (contract 9). */
function requestOf(result: Result, time: Escaped, zone: string, writer: Hl7Writer): Escaped {
  const { text, components, segment } = writer;
  const { content } = result;
  const accession = content.kind !== 'advice' ? content.study.accession : undefined;
  return segment('OBR', {
    1: text(1),
    3: components(text(fillerNumberOf(result)), text('OKA')),
    4: codedText(SERVICES[content.kind], writer),
    7: observedAt(result, zone, writer),
    18: text(accession),
    22: time,
    24: text(SECTIONS[content.kind]),
    25: text('P'),
  });
}

/** When the image was taken; of a card, the newest fact it rests on. A time without an hour stays so. */
function observedAt(result: Result, zone: string, { text }: Hl7Writer): Escaped | undefined {
  if (result.content.kind === 'advice') return text(writeTime(result.sourceTime, zone));
  const { effectiveDateTime: taken } = takenAt(result);
  if (taken === undefined) return undefined;
  return text(taken.includes('T') ? writeTime(taken, zone) : taken.replaceAll('-', ''));
}

/** Who says it and that nobody has confirmed it, in both languages, before any value. */
const notesOf = (result: Result, { text, segment }: Hl7Writer): Escaped[] =>
  linesOf(result, [])
    .flatMap(({ ru, en }) => [ru, en])
    .map((line, place) => segment('NTE', { 1: text(place + 1), 2: text('L'), 3: text(line), 4: text('RE') }));

/** What is said, then what a receiver needs to apply versions rightly (docs/ehr-contract.md, rules 1 and 6). */
function rowsOf(result: Result, attachments: readonly Attachment[], writer: Hl7Writer): Observation[] {
  const { content, version, notify } = result;
  const said =
    content.kind === 'finding'
      ? findingRows(result, content, attachments, writer)
      : content.kind === 'device-finding'
        ? deviceRows(result, content, writer)
        : adviceRows(result, content, writer);
  return [
    ...said,
    { code: VERSION, value: { type: 'NM', written: writer.text(version) } },
    { code: NOTIFY, value: { type: 'ID', written: writer.text(notify ? 'Y' : 'N') } },
  ];
}

/** ED (HL7 v2.5.1 ch. 2.A.24): an application's data, FHIR as JSON. */
function bundleRow(bundle: Uint8Array | undefined, { text, components }: Hl7Writer): Observation[] {
  if (bundle === undefined) return [];
  const written = components(text('OKA'), text('AP'), text('FHIR+JSON'), text('Base64'), text(base64(bundle)));
  return [{ code: BUNDLE, value: { type: 'ED', written } }];
}
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const BUNDLE: Coded = { code: 'bundle', text: 'FHIR R4 Bundle' };
const VERSION: Coded = { code: 'version', text: 'Версия / Version' };
const NOTIFY: Coded = { code: 'notify', text: 'Уведомить врача / Notify the physician' };

function sharedOf(result: Result, analysedAt: Escaped, zone: string, writer: Hl7Writer): Shared {
  const { text, components } = writer;
  const program = `${result.producer} ${result.producerVersion}`;
  return {
    status: result.state === 'withdrawn' ? 'W' : 'P',
    observedAt: observedAt(result, zone, writer),
    analysedAt,
    method: { code: result.producer, text: program },
    device: components(text(program), text('OKA')),
  };
}
