import { citedInWords } from '../../../schemas/cited.ts';
import type { Advice, Bilingual, Result, Severity } from '../../../schemas/result.ts';
import {
  BASE,
  type Context,
  derivedId,
  deviceOf,
  extensionOf,
  identifierOf,
  linesOf,
  metaOf,
  narrative,
  plain,
  provenanceOf,
  referenceTo,
  subjectOf,
} from './parts.ts';

/** The resources of one advice; the GuidanceResponse or DetectedIssue comes first and carries the Result. */
export function adviceResources(result: Result, advice: Advice, context: Context): fhir4.FhirResource[] {
  const device = deviceOf('rule', advice.rule.id, advice.rule.version);
  const said = advice.form === 'DetectedIssue' ? issueOf : guidanceOf;
  const resource = said(result, advice, context, device);
  const sources = result.cited.map((fact): fhir4.ProvenanceEntity => ({ role: 'source', what: referenceTo(fact) }));
  return [resource, device, provenanceOf(result, [resource], device, sources)];
}

export const SEVERITIES: Readonly<Record<Severity, Bilingual>> = {
  info: { en: 'For information', ru: 'К сведению' },
  warning: { en: 'Warning', ru: 'Внимание' },
  critical: { en: 'CRITICAL', ru: 'КРИТИЧЕСКИ ВАЖНО' },
};

/** What the physician reads: what is the matter, what to do, what it rests on, what was missing, who says so. */
export function saidBy(result: Result, advice: Advice): Bilingual[] {
  const labelled = (label: Bilingual, texts: readonly Bilingual[]): Bilingual[] =>
    texts.map(({ en, ru }) => ({ en: `${label.en}: ${en}`, ru: `${label.ru}: ${ru}` }));
  const facts = result.cited.map(({ label, value, time }) => {
    const shown = citedInWords(value);
    const [en, ru] = time === undefined ? ['', ''] : [`, ${time}`, `, ${timeInRussian(time)}`];
    return { en: `${label.en}: ${shown.en}${en}`, ru: `${label.ru}: ${shown.ru}${ru}` };
  });
  return linesOf(result, [
    ...labelled(SEVERITIES[result.severity], [advice.summary]),
    advice.detail,
    ...labelled({ en: 'What to do', ru: 'Что сделать' }, [advice.action]),
    ...labelled({ en: 'Rests on', ru: 'Основание' }, facts),
    ...labelled({ en: 'Missing', ru: 'Не хватает' }, advice.missing),
    ...labelled(
      { en: 'Source', ru: 'Источник' },
      advice.sources.map(({ cite }) => ({ en: cite, ru: cite })),
    ),
  ]);
}

/** `2026-03-01T07:30:12+05:00` → `01.03.2026 07:30 (+05:00)`; the offset stays, a partial date stays as it is. */
const timeInRussian = (time: string): string =>
  time
    .replace(/^(\d{4})-(\d\d)-(\d\d)/, '$3.$2.$1')
    .replace(/T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/, (_, clock: string, offset?: string) =>
      offset === undefined ? ` ${clock}` : ` ${clock} (${offset === 'Z' ? 'UTC' : offset})`,
    );

const whole = (result: Result, advice: Advice) => ({
  id: derivedId(result.resultId, advice.form),
  meta: metaOf(result),
  text: narrative(saidBy(result, advice)),
  extension: [extensionOf(result)],
  identifier: [identifierOf(result)],
});

/** Types that R4 lets GuidanceResponse.reasonReference name; other facts stand in the Provenance. */
const REASONS = /^(Condition|Observation|DiagnosticReport|DocumentReference)\//;

function guidanceOf(result: Result, advice: Advice, context: Context, device: fhir4.Device): fhir4.GuidanceResponse {
  const reasons = result.cited.filter(({ reference }) => REASONS.test(reference)).map(referenceTo);
  // R4 guidance-response-status: more data would refine the answer, or there is none without them.
  const wanting = advice.score === undefined ? 'data-required' : 'data-requested';
  const current = advice.missing.length > 0 ? wanting : 'success';
  return {
    resourceType: 'GuidanceResponse',
    ...whole(result, advice),
    moduleCanonical: `${BASE}/rule/${advice.rule.id}|${advice.rule.version}`,
    status: result.state === 'withdrawn' ? 'entered-in-error' : current,
    subject: subjectOf(context),
    occurrenceDateTime: result.sourceTime,
    performer: { reference: `Device/${device.id}` },
    ...(reasons.length > 0 ? { reasonReference: reasons } : {}),
    note: [{ text: plain(saidBy(result, advice)) }],
  };
}

/** FHIR R4 detectedissue-severity. */
const ISSUE_SEVERITY = { info: 'low', warning: 'moderate', critical: 'high' } as const;

function issueOf(result: Result, advice: Advice, context: Context, device: fhir4.Device): fhir4.DetectedIssue {
  const doi = advice.sources.find((source) => source.doi !== undefined)?.doi;
  return {
    resourceType: 'DetectedIssue',
    ...whole(result, advice),
    status: result.state === 'withdrawn' ? 'entered-in-error' : 'preliminary',
    code: {
      coding: [{ system: `${BASE}/rule`, code: advice.rule.id }],
      text: `${advice.summary.ru} / ${advice.summary.en}`,
    },
    severity: ISSUE_SEVERITY[result.severity],
    patient: subjectOf(context),
    identifiedDateTime: result.sourceTime,
    author: { reference: `Device/${device.id}` },
    ...(result.cited.length > 0 ? { implicated: result.cited.map(referenceTo) } : {}),
    detail: plain(saidBy(result, advice)),
    ...(doi === undefined ? {} : { reference: `https://doi.org/${doi}` }),
    mitigation: [{ action: { text: `${advice.action.ru} / ${advice.action.en}` } }],
  };
}
