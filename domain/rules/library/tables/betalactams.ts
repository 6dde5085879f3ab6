import type { Bilingual } from '../../../../schemas/result.ts';

/**
 * Beta-lactams by INN with their ATC codes, class and group of similar R1 (C6/C7) side chains: Zagursky and Pichichero 2018,
 * Chaudhry 2019, Romano 2021. `unique`: shares its side chain with no other of the table. `none`: penicillins whose side
 * chain no cephalosporin has.
 */
export type BetaLactamClass = 'penicillin' | 'cephalosporin' | 'carbapenem' | 'monobactam';
export type SideChain = 'A' | 'B' | 'C' | 'D' | 'unique' | 'none';
export type BetaLactam = {
  readonly inn: string;
  readonly class: BetaLactamClass;
  readonly sideChain: SideChain;
  readonly atc: readonly string[];
  readonly ru: string;
};

const line = (
  kind: BetaLactamClass,
  sideChain: SideChain,
  inn: string,
  ru: string,
  ...atc: readonly string[]
): BetaLactam => ({ inn, class: kind, sideChain, atc, ru });

/** Amoxicillin in packs against Helicobacter pylori (WHO ATC index 2024, A02BD): a penicillin under the code of an acid inhibitor. */
const AMOXICILLIN_KITS = '01 03 04 05 06 07 10 11 12 13 14 15 16 17'.split(' ').map((code) => `A02BD${code}`);

export const BETA_LACTAMS: readonly BetaLactam[] = [
  line('penicillin', 'A', 'benzylpenicillin', 'бензилпенициллин', 'J01CE01', 'J01CE08', 'J01CE30'),
  line('penicillin', 'A', 'phenoxymethylpenicillin', 'феноксиметилпенициллин', 'J01CE02', 'J01CE10'),
  line('penicillin', 'B', 'amoxicillin', 'амоксициллин', 'J01CA04', 'J01CR02', ...AMOXICILLIN_KITS),
  line('penicillin', 'B', 'ampicillin', 'ампициллин', 'J01CA01', 'J01CR01', 'J01CA51'),
  line('penicillin', 'none', 'oxacillin', 'оксациллин', 'J01CF04'),
  line('penicillin', 'none', 'piperacillin', 'пиперациллин', 'J01CA12', 'J01CR05'),
  line('penicillin', 'none', 'ticarcillin', 'тикарциллин', 'J01CA13', 'J01CR03'),
  line('cephalosporin', 'A', 'cefalotin', 'цефалотин', 'J01DB03'),
  line('cephalosporin', 'A', 'cefoxitin', 'цефокситин', 'J01DC01'),
  line('cephalosporin', 'B', 'cefalexin', 'цефалексин', 'J01DB01'),
  line('cephalosporin', 'B', 'cefadroxil', 'цефадроксил', 'J01DB05'),
  line('cephalosporin', 'B', 'cefaclor', 'цефаклор', 'J01DC04'),
  line('cephalosporin', 'B', 'cefprozil', 'цефпрозил', 'J01DC10'),
  line('cephalosporin', 'C', 'cefotaxime', 'цефотаксим', 'J01DD01', 'J01DD51'),
  line('cephalosporin', 'C', 'ceftriaxone', 'цефтриаксон', 'J01DD04', 'J01DD54', 'J01DD63'),
  line('cephalosporin', 'C', 'cefepime', 'цефепим', 'J01DE01'),
  line('cephalosporin', 'C', 'cefpodoxime', 'цефподоксим', 'J01DD13'),
  line('cephalosporin', 'D', 'ceftazidime', 'цефтазидим', 'J01DD02', 'J01DD52'),
  line('cephalosporin', 'D', 'cefiderocol', 'цефидерокол', 'J01DI04'),
  line('cephalosporin', 'unique', 'cefazolin', 'цефазолин', 'J01DB04'),
  // In no group of the table: taken as sharing their side chain with none of it.
  line('cephalosporin', 'none', 'cefuroxime', 'цефуроксим', 'J01DC02'),
  line('cephalosporin', 'none', 'cefixime', 'цефиксим', 'J01DD08'),
  line('cephalosporin', 'none', 'cefoperazone', 'цефоперазон', 'J01DD12', 'J01DD62'),
  line('monobactam', 'D', 'aztreonam', 'азтреонам', 'J01DF01', 'J01DF51'),
  line('carbapenem', 'none', 'meropenem', 'меропенем', 'J01DH02', 'J01DH52'),
  line('carbapenem', 'none', 'ertapenem', 'эртапенем', 'J01DH03'),
  line('carbapenem', 'none', 'doripenem', 'дорипенем', 'J01DH04'),
  line('carbapenem', 'none', 'imipenem', 'имипенем', 'J01DH51', 'J01DH56'),
];

export const CLASS_TITLE: Readonly<Record<BetaLactamClass, Bilingual>> = {
  penicillin: { en: 'penicillins', ru: 'пенициллины' },
  cephalosporin: { en: 'cephalosporins', ru: 'цефалоспорины' },
  carbapenem: { en: 'carbapenems', ru: 'карбапенемы' },
  monobactam: { en: 'monobactams', ru: 'монобактамы' },
};

/** ATC groups of the classes: what is of the class and not in the table is known at least by it. */
const CLASS_OF_ATC: readonly (readonly [prefix: string, kind: BetaLactamClass])[] = [
  ['J01C', 'penicillin'],
  ['J01DB', 'cephalosporin'],
  ['J01DC', 'cephalosporin'],
  ['J01DD', 'cephalosporin'],
  ['J01DE', 'cephalosporin'],
  ['J01DI', 'cephalosporin'],
  ['J01DF', 'monobactam'],
  ['J01DH', 'carbapenem'],
];

/** A beta-lactam, or one of its classes where no more is known. */
export type BetaLactamOrClass = BetaLactam | { readonly class: BetaLactamClass };

export function betaLactamByAtc(atc: string): BetaLactamOrClass | undefined {
  const exact = BETA_LACTAMS.find((one) => one.atc.some((code) => atc.startsWith(code)));
  const kind = CLASS_OF_ATC.find(([prefix]) => atc.startsWith(prefix))?.[1];
  return exact ?? (kind && { class: kind });
}

/** By INN, МНН, or the name of a class in either language and number. */
export function betaLactamByName(name: string): BetaLactamOrClass | undefined {
  const lower = name.trim().toLowerCase();
  const exact = BETA_LACTAMS.find(({ inn, ru }) => inn === lower || ru === lower);
  const kind = CLASS_NAMES[lower];
  return exact ?? (kind && { class: kind });
}

const CLASS_NAMES: Readonly<Record<string, BetaLactamClass>> = Object.fromEntries(
  (Object.keys(CLASS_TITLE) as BetaLactamClass[]).flatMap((kind) => {
    const { en, ru } = CLASS_TITLE[kind];
    return [en, en.slice(0, -1), ru, ru.slice(0, -1)].map((one) => [one, kind]);
  }),
);
