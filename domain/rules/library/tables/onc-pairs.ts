import type { Bilingual } from '../../../../schemas/result.ts';
import { CLASSES, type ClassName, type DrugClass, type Member, SYNONYMS } from './onc-classes.ts';

/** One of the fifteen pairs of classes that are not to be given together. */
export type OncPair = {
  readonly id: string;
  readonly a: ClassName;
  readonly b: ClassName;
  /** What the two do together. */
  readonly danger: Bilingual;
  readonly action: Bilingual;
};

const words = (en: string, ru: string): Bilingual => ({ en, ru });

const NO_MAOI = words(
  'Do not combine: choose another medicine, or wait 14 days after the MAO inhibitor (5 weeks after fluoxetine).',
  'Не сочетайте: выберите другой препарат или выждите 14 дней после ингибитора МАО (5 недель после флуоксетина).',
);
const HYPERTENSIVE = words('hypertensive crisis', 'гипертонический криз');
const SEROTONIN = words('serotonin syndrome', 'серотониновый синдром');
const ANOTHER = words('Do not combine: replace one of the two.', 'Не сочетайте: замените один из двух препаратов.');

/** Phansalkar 2012, table 2, in its order. */
export const ONC_PAIRS: readonly OncPair[] = [
  { id: 'amphetamines-maoi', a: 'amphetamines', b: 'maoi', danger: HYPERTENSIVE, action: NO_MAOI },
  {
    id: 'atazanavir-ppi',
    a: 'atazanavir',
    b: 'ppi',
    danger: words('atazanavir is hardly absorbed', 'атазанавир почти не всасывается'),
    action: words(
      'Stop the proton pump inhibitor, or ask the HIV centre for another antiretroviral.',
      'Отмените ингибитор протонной помпы или согласуйте со СПИД-центром другой препарат.',
    ),
  },
  {
    id: 'febuxostat-thiopurines',
    a: 'febuxostat',
    b: 'thiopurines',
    danger: words('bone marrow failure', 'угнетение костного мозга'),
    action: ANOTHER,
  },
  { id: 'serotonergic-maoi', a: 'serotonergic', b: 'maoi', danger: SEROTONIN, action: NO_MAOI },
  {
    id: 'irinotecan-cyp3a4',
    a: 'irinotecan',
    b: 'cyp3a4OfIrinotecan',
    danger: words('severe neutropenia and diarrhoea', 'тяжёлые нейтропения и диарея'),
    action: words(
      'Stop the inhibitor a week before irinotecan, or replace it.',
      'Отмените ингибитор за неделю до иринотекана или замените его.',
    ),
  },
  { id: 'opioids-maoi', a: 'opioids', b: 'maoi', danger: SEROTONIN, action: NO_MAOI },
  { id: 'tricyclics-maoi', a: 'tricyclics', b: 'maoi', danger: SEROTONIN, action: NO_MAOI },
  {
    id: 'qt-qt',
    a: 'qt',
    b: 'qt',
    danger: words('torsade de pointes', 'желудочковая тахикардия «пируэт»'),
    action: words(
      'Replace one of them; if both are needed: ECG with QTc before and during, potassium and magnesium.',
      'Замените один из них; если оба необходимы – ЭКГ с QTc до и на фоне лечения, калий и магний.',
    ),
  },
  {
    id: 'ramelteon-cyp1a2',
    a: 'ramelteon',
    b: 'cyp1a2OfRamelteon',
    danger: words('prolonged sedation', 'длительная седация'),
    action: ANOTHER,
  },
  {
    id: 'protease-inhibitors-inducers',
    a: 'proteaseInhibitors',
    b: 'cyp3a4Inducers',
    danger: words('loss of antiviral effect and resistance', 'потеря противовирусного действия, резистентность'),
    action: words(
      'Do not combine: agree another treatment with the HIV centre.',
      'Не сочетайте: согласуйте другое лечение со СПИД-центром.',
    ),
  },
  {
    id: 'statins-cyp3a4',
    a: 'statins',
    b: 'cyp3a4OfStatins',
    danger: words('rhabdomyolysis', 'рабдомиолиз'),
    action: words(
      'Stop the statin for the course, or give rosuvastatin or pravastatin.',
      'Приостановите статин на время курса или назначьте розувастатин либо правастатин.',
    ),
  },
  {
    id: 'ergots-cyp3a4',
    a: 'ergots',
    b: 'cyp3a4OfErgots',
    danger: words('ergotism: ischaemia of limbs and brain', 'эрготизм: ишемия конечностей и мозга'),
    action: ANOTHER,
  },
  {
    id: 'tizanidine-cyp1a2',
    a: 'tizanidine',
    b: 'cyp1a2OfTizanidine',
    danger: words('severe hypotension and sedation', 'тяжёлая гипотония и седация'),
    action: words('Do not combine: choose another relaxant.', 'Не сочетайте: выберите другой миорелаксант.'),
  },
  {
    id: 'tranylcypromine-procarbazine',
    a: 'tranylcypromine',
    b: 'procarbazine',
    danger: HYPERTENSIVE,
    action: NO_MAOI,
  },
  { id: 'triptans-maoi', a: 'triptans', b: 'maoiA', danger: SEROTONIN, action: NO_MAOI },
];

const members = (name: ClassName): readonly Member[] => (CLASSES[name] as DrugClass).members;

/** The member of a class that an ATC code means, by its INN. */
export const memberByAtc = (name: ClassName, atc: string): string | undefined =>
  members(name).find(([, ...codes]) => codes.some((code) => atc.startsWith(code)))?.[0];

const memberByName = (name: ClassName, ingredient: string): string | undefined => {
  const lower = ingredient.trim().toLowerCase();
  const inn = SYNONYMS[lower] ?? lower;
  return members(name).find(([member]) => member === inn)?.[0];
};

/** The pairs of the list that two ingredients make, by INN or a name of the list, in either order. */
export function pairsOfIngredients(first: string, second: string): OncPair[] {
  return ONC_PAIRS.filter(({ a, b }) =>
    [
      [memberByName(a, first), memberByName(b, second)],
      [memberByName(a, second), memberByName(b, first)],
    ].some(([one, other]) => one !== undefined && other !== undefined && one !== other),
  );
}
