import type { Decisions } from './five.ts';
import type { Flat } from './flat.ts';

type Almanac = { factValue<T>(name: string): Promise<T> };
type Engine = {
  addRule(rule: unknown): void;
  addFact(name: string, value: (params: unknown, almanac: Almanac) => Promise<unknown>): void;
  run(facts: Flat): Promise<{ events: { type: string; params: { is: string | number } }[] }>;
};

const fact = (name: string, operator: string, value: unknown) => ({ fact: name, operator, value });
const told = (type: string, is: string | number) => ({ type, params: { is } });

const RULES = [
  ...(
    [
      ['G3a', 45, 60],
      ['G3b', 30, 45],
      ['G4', 15, 30],
      ['G5', 0, 15],
    ] as const
  ).map(([stage, from, to]) => ({
    conditions: { all: [fact('egfr', 'greaterThanInclusive', from), fact('egfr', 'lessThan', to)] },
    event: told('ckdepi2021', stage),
  })),
  {
    conditions: { all: [fact('medicines', 'contains', 'A10BA02'), fact('egfr', 'lessThan', 30)] },
    event: told('metformin_egfr', 'stop'),
  },
  {
    conditions: {
      all: [
        fact('medicines', 'contains', 'A10BA02'),
        fact('egfr', 'greaterThanInclusive', 30),
        fact('egfr', 'lessThan', 45),
      ],
    },
    event: told('metformin_egfr', 'assess-benefit-risk'),
  },
  {
    conditions: {
      all: [
        { any: [fact('diagnoses', 'contains', 'J18.9'), fact('diagnoses', 'contains', 'N10')] },
        fact('qsofaPoints', 'greaterThanInclusive', 2),
      ],
    },
    event: told('qsofa', 'positive'),
  },
  ...[0, 1, 2, 3, 4, 5].map((points) => ({
    conditions: { all: [fact('diagnoses', 'contains', 'J18.9'), fact('curb65Points', 'equal', points)] },
    event: told('curb65', points),
  })),
  ...(['assess-risk', 'use-only-if-benefit-outweighs-risk'] as const).map((advice) => ({
    conditions: {
      all: [
        fact('medicines', 'contains', 'B01AA03'),
        fact('medicines', 'contains', 'M01AE01'),
        fact('bleedingAdvice', 'equal', advice),
      ],
    },
    event: told('ddi_warfarin_nsaid', advice),
  })),
];

/** json-rules-engine with the five rules; formulas and counts are facts that it asks for when a rule needs them. */
export function jsonRulesEngine(load: NodeJS.Require): (facts: Flat) => Promise<Decisions> {
  const { Engine } = load('json-rules-engine') as { Engine: new () => Engine };
  const engine = new Engine();
  const derive = (name: string, from: readonly string[], formula: (values: readonly never[]) => unknown): void =>
    engine.addFact(name, async (_, almanac) =>
      formula((await Promise.all(from.map((one) => almanac.factValue(one)))) as never[]),
    );
  derive('egfr', ['2160-0', 'age', 'sex'], ([creatinine = 0, age = 0, sex]) => {
    const female = sex === 'female';
    const ratio = creatinine / (female ? 0.7 : 0.9);
    const low = Math.min(ratio, 1) ** (female ? -0.241 : -0.302);
    return 142 * low * Math.max(ratio, 1) ** -1.2 * 0.9938 ** age * (female ? 1.012 : 1);
  });
  derive(
    'qsofaPoints',
    ['9279-1', '9269-2', '8480-6'],
    ([breaths = 0, coma = 15, systolic = 120]) => [breaths >= 22, coma < 15, systolic <= 100].filter(Boolean).length,
  );
  derive(
    'curb65Points',
    ['confusion', '22664-7', '9279-1', '8480-6', '8462-4', 'age'],
    ([confused, urea = 0, breaths = 0, systolic = 120, diastolic = 80, age = 0]) =>
      [confused, urea > 7, breaths >= 30, systolic < 90 || diastolic <= 60, age >= 65].filter(Boolean).length,
  );
  derive('bleedingAdvice', ['medicines', 'diagnoses', 'age'], (values) => {
    const [medicines, diagnoses, age] = values as unknown as [string[], string[], number];
    if (medicines.includes('A02BC01')) return 'assess-risk';
    const risk =
      age > 65 ||
      diagnoses.includes('K25.9') ||
      medicines.some((code) => code.startsWith('H02A') || code.startsWith('C03DA'));
    return risk ? 'use-only-if-benefit-outweighs-risk' : 'assess-risk';
  });
  for (const rule of RULES) engine.addRule(rule);
  return async (facts) => {
    const { events } = await engine.run(facts);
    const said = new Map(events.map(({ type, params }) => [type, params.is]));
    return {
      ckdepi2021: said.get('ckdepi2021'),
      metformin_egfr: said.get('metformin_egfr'),
      qsofa: said.get('qsofa'),
      curb65: said.get('curb65'),
      ddi_warfarin_nsaid: said.get('ddi_warfarin_nsaid'),
    };
  };
}
