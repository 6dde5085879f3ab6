import { makeGroup } from '../../domain/fhir/groups.ts';
import { RANK } from '../../schemas/chart.ts';
import type { WorklistFact } from './facts.ts';
import type { Performed } from './seam.ts';

/** What a modality says of its work. What ends a step outranks what began it, whichever is told first. */
export function factOfStep({ uid, at, status, wrongEntry, of }: Performed): WorklistFact {
  const rank = status === 'IN PROGRESS' ? RANK.preliminary : RANK.final;
  const group = makeGroup({ status, wrongEntry, of }, { time: at, rank, receivedAt: at });
  return { kind: 'step', id: uid, groups: { step: group }, names: {}, at };
}
