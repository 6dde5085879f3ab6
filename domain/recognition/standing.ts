import type { RegionModelDecision, Standing, StoredModelDecision } from '../../schemas/governance.ts';
import type { Evidence } from '../../schemas/measurement.ts';
import { isInShare } from './share.ts';

/** What each standing means for the images that it holds for. */
export const STANDING = {
  draft:
    'The region has decided nothing on this version: it is not run, and what it measured elsewhere is told to nobody.',
  shadow:
    'It is run and its measurements are kept; no finding is published, and what is written of it is marked RESEARCH.',
  active: 'Its findings are published.',
  suspended: 'It is run and its measurements are kept; a finding says only that the model is suspended.',
} as const satisfies Record<Standing, string>;

/** Everything that a region has decided on its models: the region file's `models`, and what lies in the table. */
export type ModelDecisions = {
  readonly models: Readonly<Record<string, readonly RegionModelDecision[]>>;
  readonly stored: readonly StoredModelDecision[];
};

export type About = {
  /** Id of the ImagingStudy: a canary that speaks for a share of the studies draws by it. */
  readonly study?: string | undefined;
  /** What the manifest proves; without it a version is nowhere `active`. */
  readonly evidence?: Evidence | undefined;
};

/** What `active` asks of a manifest, and of the region (docs/models.md, "What active asks for"). */
const BARS = { auc: 0.81, aucLower95: 0.75, films: 100, readers: 2 } as const;

/** Why a version may not be active although the region says so, in sentences; empty: nothing is missing. */
export function shortfallsOf(decision: RegionModelDecision, evidence: Evidence | undefined): string[] {
  const { acceptance, waiver, legalBasis } = decision;
  const lacks = (is: boolean, what: string): string[] => (is ? [] : [what]);
  return [
    ...(evidence === undefined
      ? ['its manifest states no figures']
      : [
          ...lacks(evidence.auc >= BARS.auc, `AUC ${evidence.auc} is below ${BARS.auc}`),
          ...lacks(
            evidence.aucLower95 >= BARS.aucLower95,
            `the lower bound of its AUC ${evidence.aucLower95} is below ${BARS.aucLower95}`,
          ),
          ...lacks(evidence.calibrated, 'its calibration is not stated'),
          ...lacks(evidence.card, 'it has no CARD.md'),
        ]),
    ...(waiver !== undefined
      ? []
      : [
          ...lacks(
            (acceptance?.films ?? 0) >= BARS.films,
            `it was tried on ${acceptance?.films ?? 0} films of the region, not on ${BARS.films}`,
          ),
          ...lacks(
            new Set(acceptance?.readers).size >= BARS.readers,
            `${new Set(acceptance?.readers).size} radiologists have read them, not ${BARS.readers}`,
          ),
          ...lacks(legalBasis !== undefined, 'no legal basis is named'),
        ]),
  ];
}

/** When a decision of the region file begins to hold: a day means its first moment, UTC. */
export const startOf = ({ on }: RegionModelDecision): string => (on.length === 10 ? `${on}T00:00:00.000Z` : on);

/** The decision of the region file that holds for images accepted then: the newest; of one time, the last in the file. */
export function decisionFor(
  model: string,
  version: string,
  acceptedAt: string,
  { models }: Pick<ModelDecisions, 'models'>,
): RegionModelDecision | undefined {
  const own = (Object.hasOwn(models, model) ? (models[model] ?? []) : []).filter(
    (one) => one.version === version && startOf(one) <= acceptedAt,
  );
  return own.reduce<RegionModelDecision | undefined>(
    (newest, one) => (newest === undefined || startOf(one) >= startOf(newest) ? one : newest),
    undefined,
  );
}

/**
 * The stored suspension that holds for an image, the newest of several. One ends where somebody who decided later says so
 * for the same clinic (or, for one of every clinic, for every clinic), for images accepted from his `since` on.
 */
export function suspensionOf(
  model: string,
  version: string,
  clinic: string,
  acceptedAt: string,
  { stored }: Pick<ModelDecisions, 'stored'>,
): StoredModelDecision | undefined {
  const own = stored.filter((one) => one.model === model && (one.version ?? version) === version);
  const holding = own.filter(
    (one) => one.act === 'suspend' && (one.clinic ?? clinic) === clinic && one.since <= acceptedAt,
  );
  const isLifted = (suspension: StoredModelDecision): boolean =>
    own.some(
      (one) =>
        one.act === 'resume' &&
        one.clinic === suspension.clinic &&
        (one.version === undefined || one.version === suspension.version) &&
        one.at > suspension.at &&
        one.since <= acceptedAt,
    );
  return holding
    .filter((one) => !isLifted(one))
    .sort((a, b) => (a.at < b.at ? 1 : -1))
    .at(0);
}

/**
 * How a version stands at a clinic for images accepted then, whatever share of its studies a canary speaks for.
 * @param evidence what the manifest proves; without it a version is nowhere `active`
 */
export function standingAt(
  { model, version, clinic }: { readonly model: string; readonly version: string; readonly clinic: string },
  acceptedAt: string,
  decisions: ModelDecisions,
  evidence: Evidence | undefined,
): Standing {
  const decision = decisionFor(model, version, acceptedAt, decisions);
  if (decision === undefined) return 'draft';
  if (decision.state !== 'active' && decision.state !== 'suspended') return decision.state;
  const clinics = decision.canary?.clinics;
  if (clinics !== undefined && !clinics.includes(clinic)) return 'shadow';
  if (decision.state === 'suspended') return 'suspended';
  if (shortfallsOf(decision, evidence).length > 0) return 'shadow';
  return suspensionOf(model, version, clinic, acceptedAt, decisions) === undefined ? 'active' : 'suspended';
}

/**
 * How a version of a model stands for one image that a clinic sent. Only the time at which the image was first accepted
 * counts, never the time of asking: any order of arrival of images and decisions gives the same answer (contract 3).
 * @param acceptedAt first acceptance of the image, an Instant
 */
export function standingOf(
  model: string,
  version: string,
  clinic: string,
  acceptedAt: string,
  decisions: ModelDecisions,
  { study, evidence }: About = {},
): Standing {
  const standing = standingAt({ model, version, clinic }, acceptedAt, decisions, evidence);
  if (standing !== 'active' && standing !== 'suspended') return standing;
  const share = decisionFor(model, version, acceptedAt, decisions)?.canary?.share;
  const isSpokenFor = share === undefined || (study !== undefined && isInShare(`${model} ${version} ${study}`, share));
  return isSpokenFor ? standing : 'shadow';
}

/** A version that measured an image, with what its manifest proves. */
export type Candidate = { readonly version: string; readonly evidence?: Evidence | undefined };

/**
 * Which of the versions that measured an image speaks for it: the active one that was decided on last, so that a canary
 * goes before the version it is to follow, and that one speaks again when the canary is suspended (roll back). Where none
 * is active and one is suspended, that one; undefined where all stand in draft or shadow.
 */
export function speakerOf<C extends Candidate>(
  model: string,
  candidates: readonly C[],
  at: { readonly clinic: string; readonly acceptedAt: string; readonly study?: string | undefined },
  decisions: ModelDecisions,
): { readonly candidate: C; readonly standing: 'active' | 'suspended' } | undefined {
  const ranked = candidates
    .map((candidate) => {
      const { version, evidence } = candidate;
      const about = { study: at.study, evidence };
      const decision = decisionFor(model, version, at.acceptedAt, decisions);
      return {
        candidate,
        standing: standingOf(model, version, at.clinic, at.acceptedAt, decisions, about),
        from: decision === undefined ? '' : startOf(decision),
      };
    })
    .sort((a, b) => (a.from < b.from || (a.from === b.from && a.candidate.version < b.candidate.version) ? 1 : -1));
  const found =
    ranked.find(({ standing }) => standing === 'active') ?? ranked.find(({ standing }) => standing === 'suspended');
  return found === undefined || (found.standing !== 'active' && found.standing !== 'suspended')
    ? undefined
    : { candidate: found.candidate, standing: found.standing };
}

/** Versions that a region has taken up at any time: these are run on every image, whatever their standing is just now. */
export const isRun = (model: string, version: string, { models }: Pick<ModelDecisions, 'models'>): boolean =>
  (Object.hasOwn(models, model) ? (models[model] ?? []) : []).some(
    (one) => one.version === version && one.state !== 'draft',
  );
