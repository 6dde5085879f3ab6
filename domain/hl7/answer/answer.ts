import { ERRORS, type ErrorCode } from '../../../schemas/errors.ts';
import { charsetOfTable0211 } from '../charset/charset.ts';
import { faultOf } from '../fault.ts';
import { escapeText } from '../read/escapes.ts';
import { writeTime } from '../write/time.ts';
import { errorSegments, isBefore } from './error-segments.ts';
import { type DeclaredDelimiters, type Header, headerOf, NO_SIGN, standardDelimiters } from './header.ts';
import { wireOf } from './wire.ts';

/** `accepted`: the message is on disk with fsync (contract 5). Else the error for which it was not taken. */
export type Outcome = 'accepted' | { readonly code: ErrorCode; readonly detail?: string | undefined };

export type AnswerOptions = {
  /** Now, an instant. */
  readonly at: string;
  /** Zone of the clinic, on whose clock MSH-7 is written. */
  readonly zone: string;
  /** A control id of ours, new at each call, at most 20 signs of ASCII. */
  readonly nextId: () => string;
  /** The sender's registered character set, where there is one; else his MSH-18 counts. */
  readonly charset?: string | undefined;
};

/**
 * The answers to one message, each the content of one MLLP frame, in the order to be sent; none where the sender wants
 * none, for an empty frame, and for what is an answer itself. In the sender's delimiters, character set and version; his
 * MSH-10 comes back byte for byte (HL7 v2.5.1 ch. 2.9.2, original and enhanced mode; the rules: docs/hl7-answers.md).
 */
export function answersOf(message: Uint8Array, outcome: Outcome, options: AnswerOptions): Uint8Array[] {
  if (message.length === 0) return [];
  const header = headerOf(message);
  if (header && ANSWERS.has(header.component(9, 1).toUpperCase())) return [];
  return codesFor(header, outcome).map((code) => answerWith(code, message, header, outcome, options));
}

/** General acknowledgement and delayed acknowledgement: answering these would never end. */
const ANSWERS = new Set(['ACK', 'MCF']);
/** HL7 table 0155. */
const CONDITIONS_OF_ANSWERING = new Set(['AL', 'NE', 'ER', 'SU']);

/** HL7 table 0008. */
type AnswerCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

/**
 * Enhanced mode is when MSH-15 or MSH-16 says when to answer (table 0155); devices that keep other things in these
 * fields mean the original mode. A message that was not accepted never reached the application: one refusal is enough.
 */
function codesFor(header: Header | undefined, outcome: Outcome): AnswerCode[] {
  const [accept, application] = [15, 16].map((field) => header?.component(field, 1).toUpperCase() ?? '');
  const isEnhanced = [accept, application].some((said) => CONDITIONS_OF_ANSWERING.has(said ?? ''));
  if (!isEnhanced) return [applicationCode(outcome)];
  const isAccepted = outcome === 'accepted';
  const wants = (said: string | undefined): boolean => said === 'AL' || said === (isAccepted ? 'SU' : 'ER');
  const codes: AnswerCode[] = [
    ...(wants(accept) ? [acceptCode(outcome)] : []),
    ...(wants(application) ? [applicationCode(outcome)] : []),
  ];
  return isAccepted ? codes : codes.slice(0, 1);
}

/** Why a receiver rejects rather than reports an error: type, event, processing id, version, or its own trouble (ch. 2.9.2.2). */
function isRejection(outcome: Exclude<Outcome, 'accepted'>): boolean {
  const { condition } = faultOf(outcome);
  const isOfHeader = condition >= 200 && condition <= 203;
  return isOfHeader || outcome.code === 'not-hl7' || ERRORS[outcome.code].class !== 'permanent';
}

function applicationCode(outcome: Outcome): AnswerCode {
  if (outcome === 'accepted') return 'AA';
  return isRejection(outcome) ? 'AR' : 'AE';
}

/** A sender that knows no ERR repeats after CE and gives up after CR. */
function acceptCode(outcome: Outcome): AnswerCode {
  if (outcome === 'accepted') return 'CA';
  return ERRORS[outcome.code].class === 'permanent' ? 'CR' : 'CE';
}

function answerWith(
  code: AnswerCode,
  message: Uint8Array,
  header: Header | undefined,
  outcome: Outcome,
  options: AnswerOptions,
): Uint8Array {
  const { bytesOf, written } = header?.wire ?? wireOf(message);
  const delimiters = header?.delimiters ?? standardDelimiters();
  const charset = options.charset ?? charsetOfTable0211(header?.component(18, 1) ?? '') ?? 'ascii';
  const msh = headerSegment(code, header, delimiters, options);
  const msa = ['MSA', code, sentBack(header, 10)];
  const segments =
    outcome === 'accepted'
      ? [msh, msa]
      : [
          msh,
          ...errorSegments(msa, outcome, {
            delimiters,
            version: header?.component(12, 1) ?? '',
            write: (text) => written(escaped(text, delimiters), charset),
          }),
        ];
  return bytesOf(segments.map((fields) => `${withoutEnd(fields).join(delimiters.field)}\r`).join(''));
}

/** A field of the message as sent. Behind delimiters that are not its own, what would end a field is left out. */
function sentBack(header: Header | undefined, field: number): string {
  if (header === undefined || header.delimitersUsable) return header?.field(field) ?? '';
  return header.field(field).replaceAll(header.delimiters.field, '');
}

function headerSegment(
  code: AnswerCode,
  header: Header | undefined,
  { encoding, component }: DeclaredDelimiters,
  { at, zone, nextId }: AnswerOptions,
): string[] {
  const sent = (field: number): string => sentBack(header, field);
  const version = header?.component(12, 1) ?? '';
  const event = header?.component(9, 2) ?? '';
  // Events came to MSH-9 of an ACK with v2.3, message structures with v2.3.1.
  const type = [
    'ACK',
    ...(event === '' || isBefore(version, 2, 3) ? [] : [event, ...(isBefore(version, 2, 4) ? [] : ['ACK'])]),
  ];
  const isAccept = code.startsWith('C');
  // Some analysers keep the kind of result here and want it back.
  const own16 = CONDITIONS_OF_ANSWERING.has(header?.component(16, 1).toUpperCase() ?? '') ? '' : sent(16);
  const parties = [sent(5) || 'OKA', sent(6), sent(3), sent(4)];
  const rest = [sent(11) || 'P', sent(12) || '2.5.1', '', '', ...(isAccept ? ['NE', 'NE'] : ['', own16]), '', sent(18)];
  return ['MSH', encoding, ...parties, writeTime(at, zone), '', type.join(component), nextId(), ...rest];
}

/** Text between delimiters that may be any signs; without an escape character they become spaces. */
function escaped(text: string, { field, component, repetition, escaping, subcomponent }: DeclaredDelimiters): string {
  if (escaping !== NO_SIGN) return escapeText(text, { field, component, repetition, escape: escaping, subcomponent });
  return [field, component, repetition, subcomponent].reduce((so, sign) => so.replaceAll(sign, ' '), text);
}

function withoutEnd(fields: readonly string[]): readonly string[] {
  return fields.slice(0, fields.findLastIndex((field) => field !== '') + 1);
}
