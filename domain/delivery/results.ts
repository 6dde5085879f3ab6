import type { StoredModelDecision } from '../../schemas/governance.ts';
import type { StudySettings } from '../../schemas/region.ts';
import type { Result } from '../../schemas/result.ts';
import type { Region } from '../region.ts';
import { RULES } from '../rules/catalogue.ts';
import { settingsOf, stateOf } from '../rules/decisions.ts';
import { type ChartEntry, type Facts, makeFacts, type StatedFinding } from '../rules/facts.ts';
import { type Conclusion, type Rule, runRule } from '../rules/rule.ts';
import { agreementOf } from './agreement.ts';
import { findingsOfDevices, producerOf, type StatedByDevice, statementOf } from './devices.ts';
import { deriveFindings, findingsOfStudies, governed } from './findings.ts';
import { asListed } from './level.ts';
import { contentHash, resultId, withdrawnHash } from './names.ts';
import { isTakenBack, rejectedAmong, studiesBehind } from './of-study.ts';
import type { Survivors } from './patient.ts';
import { studiesOf } from './studies.ts';

/** The part of a record's stored advice that new results continue. */
export type PreviousAdvice = {
  readonly results: readonly Result[];
  /** resultId → version that the record system has already been sent. */
  readonly published: Readonly<Record<string, number>>;
};

export type ResultsInput = {
  readonly record: string;
  /** Facts of all records of the person. */
  readonly entries: readonly ChartEntry[];
  /** Accession numbers (`accessionKey`) and studies (`studyName`) that are another person's too. */
  readonly elsewhere: ReadonlySet<string>;
  readonly previous: PreviousAdvice | undefined;
  readonly survivors?: Survivors;
  readonly region: Pick<Region, 'rules' | 'models' | 'zone'> & {
    readonly studies?: StudySettings;
    readonly critical?: Pick<Region['critical'], 'list'>;
  };
  /** Id of a study → until when the region has waited for more of it. */
  readonly passed?: ReadonlyMap<string, string>;
  /** A moment that the region's clock is known to have passed: rules judge as of no earlier time (turn.ts). */
  readonly reached?: string | undefined;
  /** What was decided on models while the region runs. */
  readonly decisions?: readonly StoredModelDecision[];
};

/** A result before it has a version. */
type Draft = Omit<Result, 'version' | 'notify'>;

const isPatientOf = (record: string, entry: ChartEntry): boolean =>
  entry.record === record && entry.resource?.resourceType === 'Patient';

/** The rules that are told: switched on by the region and signed in their present version. */
export const activeRules = (region: Pick<Region, 'rules'>): Rule[] =>
  RULES.filter((rule) => stateOf(rule, region) === 'active');

/**
 * All results of a record as they stand now: findings of its own studies, advice from the facts of the whole person.
 * Pure; equal facts give equal content hashes in whatever order they came (contract 3). Rules and models that the region
 * has not switched on stay in shadow and say nothing. Returned in the order of their ids. A record that the clinic has merged
 * into another says nothing any more: what was said of it is taken back there and said, its studies included, of the survivor.
 */
export function resultsOf({
  record,
  entries,
  elsewhere,
  previous,
  survivors,
  region,
  decisions,
  passed,
  reached,
}: ResultsInput): Result[] {
  // Until somebody has registered the survivor, no record system can be told of him.
  const goesOn = (one: string): string => {
    const survivor = survivors?.get(one);
    return survivor !== undefined && entries.some((entry) => isPatientOf(survivor, entry)) ? survivor : one;
  };
  const drafts =
    goesOn(record) === record
      ? draftsOf({ record, entries, elsewhere, survivors, region, decisions, passed, reached, goesOn })
      : [];
  const old = new Map((previous?.results ?? []).map((result) => [result.resultId, result]));
  const current = drafts.map((draft) => nextVersion(draft, old.get(draft.resultId), previous));
  const named = new Set(drafts.map((draft) => draft.resultId));
  const gone = [...old.values()].filter((result) => !named.has(result.resultId)).map(withdraw);
  return [...current, ...gone].sort((a, b) => (a.resultId < b.resultId ? -1 : 1));
}

type DraftsInput = Omit<ResultsInput, 'previous' | 'survivors' | 'decisions' | 'passed'> & {
  readonly passed: ResultsInput['passed'];
  readonly survivors: Survivors | undefined;
  readonly decisions: ResultsInput['decisions'];
  readonly goesOn: (record: string) => string;
};

function draftsOf(input: DraftsInput): Draft[] {
  const { record, entries, region, goesOn } = input;
  const newest = newestTime(entries);
  if (newest === undefined) return [];
  const asOf = input.reached !== undefined && input.reached > newest ? input.reached : newest;
  const { trusted, ...grounds } = groundsOf(input);
  const { findings } = grounds;
  const facts = makeFacts({ asOf, zone: region.zone, ...grounds, settings: settingsOf(region) });
  const timeOf = stampTimes(entries, asOf);
  return [
    ...findings.filter((one) => goesOn(one.record) === record).map((one) => findingDraft(record, one, facts, timeOf)),
    ...findingsOfDevices(trusted)
      .filter((one) => goesOn(one.record) === record)
      .map((one) => deviceDraft(record, one, timeOf)),
    ...activeRules(region).flatMap((rule) => {
      const outcome = runRule(rule, facts);
      const conclusions = outcome.state === 'said' ? outcome.conclusions : [];
      return conclusions.map((one) => adviceDraft(record, rule, asListed(one, region), timeOf));
    }),
  ];
}

type Grounds = Pick<DraftsInput, 'entries' | 'elsewhere' | 'survivors' | 'region' | 'decisions' | 'passed'>;

/** What rules may rest on, of all that is known of a person: entries and findings. `trusted` is what may be shown at all. */
export function groundsOf({ entries, elsewhere, survivors, region, decisions = [], passed }: Grounds): Pick<
  Facts,
  'findings'
> & {
  readonly entries: readonly ChartEntry[];
  readonly trusted: readonly ChartEntry[];
} {
  const derived = deriveFindings({ entries, elsewhere, survivors, passed, studies: region.studies });
  const trusted = believed(entries, elsewhere, survivors);
  return {
    findings: findingsOfStudies(governed(derived, { models: region.models, stored: decisions })),
    // What another manufacturer's program says is shown, and no rule of ours rests on it.
    entries: trusted.filter(({ resource }) => statementOf(resource) === undefined),
    trusted,
  };
}

/** Without the studies that may be another patient's: no rule may rest on one, nor may a physician read of it (contract 10). */
export function believed(
  entries: readonly ChartEntry[],
  elsewhere: ReadonlySet<string>,
  survivors: Survivors | undefined,
): ChartEntry[] {
  const records = [...new Set(entries.map(({ record }) => record))];
  const studies = records.flatMap((record) =>
    studiesOf(record, entries, elsewhere, survivors).map((one) => ({ ...one, record })),
  );
  const doubtful = new Set(studies.flatMap((one) => (one.reconciled ? [] : [`${one.record} ${one.reference}`])));
  const rejected = new Map(
    records.map((record) => [
      record,
      rejectedAmong(entries.flatMap((one) => (one.record === record ? [one.resource] : []))),
    ]),
  );
  // What came with such a study, a report or a device's finding, is as doubtful as the study.
  return entries.filter(
    ({ record, resourceType, id, resource }) =>
      [`${resourceType}/${id}`, ...studiesBehind(resource)].every((one) => !doubtful.has(`${record} ${one}`)) &&
      !isTakenBack(resource, rejected.get(record) ?? new Set()),
  );
}

function findingDraft(record: string, stated: StatedFinding, facts: Facts, timeOf: TimeOf): Draft {
  const { finding, reference, time } = stated;
  const comparison = agreementOf(stated, facts);
  const cited = [
    { reference, label: finding.label.title, value: finding.state, ...(time === undefined ? {} : { time }) },
    ...(comparison ? [comparison.cited] : []),
  ];
  const isGrave = finding.state === 'present' || comparison?.agreement.verdict === 'disagrees';
  const { id: producer, version: producerVersion } = finding.model;
  const subject = finding.study.studyInstanceUid;
  return finish({
    resultId: resultId(record, subject, producer),
    record,
    subject,
    producer,
    producerVersion,
    severity: finding.critical ? 'critical' : isGrave ? 'warning' : 'info',
    sourceTime: timeOf(cited.map((one) => one.reference)),
    content: finding,
    ...(comparison ? { agreement: comparison.agreement } : {}),
    cited,
  });
}

function deviceDraft(record: string, { finding, references, time }: StatedByDevice, timeOf: TimeOf): Draft {
  const subject = finding.study.studyInstanceUid;
  const producer = producerOf(finding);
  return finish({
    resultId: resultId(record, subject, producer),
    record,
    subject,
    producer,
    producerVersion: finding.device.version ?? 'not stated',
    severity: 'info',
    sourceTime: timeOf(references),
    content: finding,
    cited: references.map((reference) => ({
      reference,
      label: { en: 'AI of another manufacturer', ru: 'ИИ другого производителя' },
      value: finding.device.name,
      ...(time === undefined ? {} : { time }),
    })),
  });
}

function adviceDraft(record: string, rule: Rule, { advice, cited }: Conclusion, timeOf: TimeOf): Draft {
  return finish({
    resultId: resultId(record, advice.matter, rule.id),
    record,
    subject: advice.matter,
    producer: rule.id,
    producerVersion: rule.version,
    severity: advice.severity,
    sourceTime: timeOf(cited.map((one) => one.reference)),
    content: advice,
    cited: [...cited],
  });
}

const finish = (draft: Omit<Draft, 'contentHash' | 'state'>): Draft => ({
  ...draft,
  state: 'current',
  contentHash: contentHash(draft),
});

/** Equal content is the old result itself; other content its next version. */
function nextVersion(draft: Draft, old: Result | undefined, previous: PreviousAdvice | undefined): Result {
  if (!old) return { ...draft, version: 1, notify: !isQuiet(draft) };
  if (old.contentHash === draft.contentHash) return old;
  // A version that called for notice and was never sent hands its call on.
  const isUnsent = old.notify && old.version > (previous?.published[old.resultId] ?? 0);
  return { ...draft, version: old.version + 1, notify: isUnsent || saysOtherwise(draft, old) };
}

/** "Not computable: missing …" stands in the record for who looks; it is not worth a call for every cough. */
const isQuiet = ({ severity, content }: Pick<Draft, 'severity' | 'content'>): boolean =>
  severity === 'info' && content.kind === 'advice' && content.score === undefined && content.missing.length > 0;

/** Whether a reader must be told: not when the whole image confirms the preview, nor when only cited facts moved on. */
function saysOtherwise(draft: Draft, old: Result): boolean {
  if (isQuiet(draft) && (old.state === 'withdrawn' || isQuiet(old))) return false;
  const [now, then] = [draft.content, old.content];
  // A number that moved on is news of a critical value; the whole image that confirms a critical preview is none.
  const isNews = draft.severity === 'critical' && now.kind !== 'finding';
  if (old.state === 'withdrawn' || isNews || draft.severity !== old.severity) return true;
  if (draft.agreement?.verdict !== old.agreement?.verdict) return true;
  if (now.kind === 'advice' && then.kind === 'advice') return said(now) !== said(then);
  if (now.kind === 'finding' && then.kind === 'finding') return now.state !== then.state;
  if (now.kind === 'device-finding' && then.kind === 'device-finding')
    return JSON.stringify(now.says) !== JSON.stringify(then.says);
  return true;
}

const said = ({ summary, action, missing }: Conclusion['advice']): string => JSON.stringify([summary, action, missing]);

/**
 * What was said and no longer holds is taken back once, with notice to all who read it (contract 9). Value and pictures are
 * not said again: the image may have turned out to be another patient's.
 */
const withdraw = (old: Result): Result =>
  old.state === 'withdrawn'
    ? old
    : {
        ...old,
        state: 'withdrawn',
        version: old.version + 1,
        contentHash: withdrawnHash(old.resultId),
        severity: 'info',
        notify: !isQuiet(old),
        content: withoutValue(old.content),
      };

function withoutValue(content: Result['content']): Result['content'] {
  if (content.kind === 'device-finding') return { ...content, says: [], pictures: [] };
  if (content.kind !== 'finding') return content;
  const { probability: _, ...rest } = content;
  return { ...rest, derived: {} };
}

/** The newest time at which a source said something, clocks that ran ahead left aside: the rules' `asOf`. */
export function newestTime(entries: readonly ChartEntry[]): string | undefined {
  const stamps = entries.flatMap(({ groups }) => Object.values(groups).map(({ stamp }) => stamp));
  const trusted = stamps.filter(({ doubtful }) => !doubtful);
  return (trusted.length ? trusted : stamps)
    .map(({ time }) => time)
    .sort()
    .at(-1);
}

type TimeOf = (references: readonly string[]) => string;

/** Newest stamp among cited facts; those that cite nothing stand at `asOf`. */
function stampTimes(entries: readonly ChartEntry[], asOf: string): TimeOf {
  const byReference = new Map(entries.map((entry) => [`${entry.resourceType}/${entry.id}`, entry]));
  return (references) => newestTime(references.flatMap((reference) => byReference.get(reference) ?? [])) ?? asOf;
}
