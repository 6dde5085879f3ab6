import type { Bilingual, Finding } from '../../../schemas/result.ts';
import { type Code, dcm, own, sct, ucum } from './code.ts';
import {
  type Child,
  coded,
  container,
  contains,
  context,
  type Item,
  image,
  language,
  modifier,
  num,
  text,
  uidRef,
} from './item.ts';
import type { ReportSource } from './report.ts';

/** States as values of PS3.16 CID 240 and their neighbours. Not assessed is no answer about the patient: no `absent` (contract 8). */
const STATES = {
  present: sct('52101004', 'Present'),
  absent: sct('2667000', 'Absent'),
  indeterminate: sct('82334004', 'Indeterminate'),
  'not-assessed': sct('262008008', 'Not performed'),
} as const satisfies Record<Finding['state'], Code>;

const PERCENT = ucum('%', 'Percent');
const CERTAINTY = dcm('111012', 'Certainty of Finding');
/** Behind "absent" a certainty of 2 % would read as that of the absence. */
const PROBABILITY = own('probability', 'Probability that the finding is present');
const COMMENT = dcm('121106', 'Comment');

/**
 * TID 1501: the finding as question and answer in one item, so that no reader sees the disease's name without "absent" or "not
 * performed" behind it; row 3b (Finding) would stand alone. Rows are numbered as in PS3.16.
 */
export function findingGroup(form: ReportSource, trackingUid: string, lines: readonly Bilingual[]): Item {
  const { finding, source, heatMap } = form;
  const { label, model, state } = finding;
  return container(dcm('125007', 'Measurement Group'), [
    context(text(dcm('112039', 'Tracking Identifier'), `${model.id}/${label.id}`)), // row 2
    context(uidRef(dcm('112040', 'Tracking Unique Identifier'), trackingUid)), // row 3
    ...algorithm(finding), // row 9b
    ...(heatMap === undefined ? [] : [contains(image(dcm('130401', 'Visual explanation'), heatMap))]), // row 9d
    ...values(finding), // row 10
    contains(image(dcm('121112', 'Source of Measurement'), source)), // row 10b
    contains(coded(sct(label.snomed, label.title.en), STATES[state])), // row 11
    ...(state === 'not-assessed'
      ? [contains(coded(own('not-assessed', 'Why nothing was assessed'), reasonOf(finding)))]
      : []),
    contains(text(COMMENT, lines.map(({ en }) => en).join('\n'))), // row 12
    contains(text(COMMENT, lines.map(({ ru }) => ru).join('\n'), [language('ru')])),
  ]);
}

/** Whether the group of this finding has codes of our private scheme, which the object must then explain. */
export const usesOwnCodes = ({ state, grades }: Finding): boolean => state !== 'present' || grades !== undefined;

const reasonOf = ({ reason = 'unknown' }: Finding): Code => own(reason, reason.replaceAll('-', ' '));

/** TID 4019; it knows no manufacturer: that stands in Contributing Equipment and with the observer. */
function algorithm({ model, thresholds, made }: Finding): Child[] {
  const parameters = [
    `weights SHA-256 ${model.sha256}`,
    ...(thresholds === undefined
      ? []
      : [`present from ${inPercent(thresholds.present)} %`, `absent below ${inPercent(thresholds.absent)} %`]),
    ...(made?.input === undefined ? [] : [`object SHA-256 ${made.input}`]),
    ...(made?.tensor === undefined ? [] : [`input tensor SHA-256 ${made.tensor}`]),
    ...(made?.processor === undefined ? [] : [`processor ${made.processor}`]),
  ];
  return [
    modifier(text(dcm('111001', 'Algorithm Name'), model.id)),
    modifier(text(dcm('111003', 'Algorithm Version'), model.version)),
    ...parameters.map((parameter) => modifier(text(dcm('111002', 'Algorithm Parameters'), parameter))),
  ];
}

/** The probability of the finding and of its grades (TID 300), none where nothing was assessed. */
function values({ state, probability, grades = {}, model }: Finding): Child[] {
  if (state === 'not-assessed' || probability === undefined) return [];
  return [
    contains(num(state === 'present' ? CERTAINTY : PROBABILITY, inPercent(probability), PERCENT)),
    ...Object.entries(grades)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, value]) =>
        contains(num(own(`${model.id}/${label}`, `Certainty of ${label}`), inPercent(value), PERCENT)),
      ),
  ];
}

/** Six digits: what the record system is told to the same precision, without the noise of floating point. */
const inPercent = (probability: number): number => Number((100 * probability).toPrecision(6));
