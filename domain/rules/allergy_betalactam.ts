import { BETA_LACTAMS, type BetaLactam, type BetaLactamOrClass } from './betalactams.ts';

export type AllergyAlert = 'contraindicated' | 'warn-high' | 'info-low' | 'none';
const RANK: readonly AllergyAlert[] = ['none', 'info-low', 'warn-high', 'contraindicated'];

/**
 * What an allergy to one beta-lactam means for another. Same ingredient, or both penicillins: contraindicated. Similar R1
 * side chain, or both carbapenems: high (aminopenicillin → aminocephalosporin up to over 30 %). Otherwise low: under 2 %
 * between penicillins and cephalosporins, under 1 % with carbapenems (Zagursky 2018, Romano 2021). Where only the class of one
 * is known ("penicillin"), the worst that a medicine of the class would mean. Undefined: no beta-lactam.
 */
export function allergyAlert(
  allergy: BetaLactamOrClass | undefined,
  drug: BetaLactamOrClass | undefined,
): AllergyAlert {
  if (!allergy || !drug) return 'none';
  if (allergy.class === 'penicillin' && drug.class === 'penicillin') return 'contraindicated';
  if (allergy.class === 'carbapenem' && drug.class === 'carbapenem' && !sameIngredient(allergy, drug))
    return 'warn-high';
  if ('inn' in allergy && 'inn' in drug) return alertBetween(allergy, drug);
  const alerts = membersOf(allergy).flatMap((one) =>
    membersOf(drug).flatMap((other) => (one.inn === other.inn ? [] : [alertBetween(one, other)])),
  );
  return RANK[Math.max(...alerts.map((alert) => RANK.indexOf(alert)))] ?? 'none';
}

function alertBetween(allergy: BetaLactam, drug: BetaLactam): AllergyAlert {
  if (allergy.inn === drug.inn) return 'contraindicated';
  const grouped = allergy.sideChain !== 'none' && allergy.sideChain !== 'unique';
  return grouped && allergy.sideChain === drug.sideChain ? 'warn-high' : 'info-low';
}

const sameIngredient = (a: BetaLactamOrClass, b: BetaLactamOrClass): boolean =>
  'inn' in a && 'inn' in b && a.inn === b.inn;

const membersOf = (one: BetaLactamOrClass): readonly BetaLactam[] =>
  'inn' in one ? [one] : BETA_LACTAMS.filter((member) => member.class === one.class);
