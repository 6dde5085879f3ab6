import type { StoredModelDecision } from '../../schemas/governance.ts';
import type { Result } from '../../schemas/result.ts';
import type { WatchedImage } from '../../schemas/watch.ts';
import { imageName } from '../dicom/image-name.ts';
import { standingOf } from '../recognition/standing.ts';
import type { Region } from '../region.ts';
import { type Facts, makeFacts } from '../rules/facts.ts';
import { agreementOf } from './agreement.ts';
import { type Derived, deriveFindings, type FindingContext, findingsOfStudies } from './findings.ts';
import { believed, newestTime } from './results.ts';

/**
 * What became of each measured image of a record under each version that measured it, for the watch: equal facts give
 * equal outcomes in whatever order they came. The radiologist's report is held against each version's finding of the study.
 */
export function outcomesOf(
  record: string,
  context: FindingContext & {
    readonly region: Pick<Region, 'models' | 'zone'>;
    readonly decisions: readonly StoredModelDecision[];
  },
): WatchedImage[] {
  const { entries, region, decisions } = context;
  const asOf = newestTime(entries);
  if (asOf === undefined) return [];
  const derived = deriveFindings(context).filter((one) => one.record === record);
  // A report that may be another patient's agrees with nobody.
  const trusted = believed(entries, context.elsewhere, context.survivors);
  const facts = makeFacts({ asOf, zone: region.zone, entries: trusted, findings: [] });
  const verdicts = verdictsOf(derived, facts);
  return derived.flatMap((one) => {
    const { model, origin, instance, evidence, network } = one.measurement;
    if (origin === undefined) return [];
    const { clinic, acceptedAt } = origin;
    const about = { study: one.study, evidence };
    const stored = { models: region.models, stored: decisions };
    const agreement = verdicts.get(one.reference);
    return [
      {
        observation: one.reference.slice('Observation/'.length),
        ...{ model: model.id, version: model.version, clinic, acceptedAt, record, study: one.study },
        image: imageName(instance),
        standing: standingOf(model.id, model.version, clinic, acceptedAt, stored, about),
        ...(evidence === undefined ? {} : { evidence }),
        ...stateOf(one),
        ...(network === undefined ? {} : { probability: network.probability }),
        ...(network?.inputs === undefined ? {} : { inputs: network.inputs }),
        ...(agreement === undefined ? {} : { agreement }),
      },
    ];
  });
}

function stateOf({ said }: Derived): Pick<WatchedImage, 'state' | 'reason'> {
  if ('finding' in said) {
    const { state, reason } = said.finding;
    return reason === undefined ? { state } : { state, reason };
  }
  return 'waiting' in said
    ? { state: 'waiting', reason: said.waiting }
    : { state: 'unreconciled', reason: said.unreconciled.join(', ') };
}

type Verdict = NonNullable<Result['agreement']>['verdict'];

/** Observation → how the finding of its study stands to the report; only the image that speaks for the study has one. */
function verdictsOf(derived: readonly Derived[], facts: Facts): Map<string, Verdict> {
  const versions = new Map<string, Derived[]>();
  for (const one of derived) {
    const { id, version } = one.measurement.model;
    versions.set(`${id} ${version}`, [...(versions.get(`${id} ${version}`) ?? []), one]);
  }
  const stated = [...versions.values()].flatMap((own) => findingsOfStudies(own));
  return new Map(
    stated.flatMap((one) => {
      const comparison = agreementOf(one, facts);
      return comparison === undefined ? [] : [[one.reference, comparison.agreement.verdict] as const];
    }),
  );
}
