import { allergy, medicine } from '../../examples.ts';
import { allergyAlert } from '../../library/allergy_betalactam.ts';
import { warfarinNsaidAdvice } from '../../library/ddi_warfarin_nsaid.ts';
import { BETA_LACTAMS, type BetaLactam, CLASS_TITLE } from '../../library/tables/betalactams.ts';
import { CLASSES } from '../../library/tables/onc-classes.ts';
import { ONC_PAIRS } from '../../library/tables/onc-pairs.ts';
import { both, type Entry } from '../entry.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const CHAIN = {
  A: 'A',
  B: 'B',
  C: 'C',
  D: 'D',
  unique: both('its own', 'своя'),
  none: both('shared with none', 'ни с кем не общая'),
};
const memberOf = (inn: string): BetaLactam => {
  const found = BETA_LACTAMS.find((one) => one.inn === inn);
  if (!found) throw new Error(`no beta-lactam ${inn}`);
  return found;
};
const ALERT = {
  contraindicated: both('contraindicated', 'противопоказан'),
  'warn-high': both('high risk', 'высокий риск'),
  'info-low': both('low risk', 'низкий риск'),
  none: both('none', 'нет'),
};
const ALLERGIC = ['amoxicillin', 'ceftriaxone', 'meropenem'] as const;
const GIVEN = [
  'ampicillin',
  'cefalexin',
  'ceftriaxone',
  'cefotaxime',
  'cefazolin',
  'ceftazidime',
  'ertapenem',
  'aztreonam',
] as const;

const ADVICE = {
  'no-special-precautions': both('no special precautions', 'особых мер не нужно'),
  'assess-risk': both('assess the risk', 'оцените риск'),
  'use-only-if-benefit-outweighs-risk': both(
    'only if the benefit outweighs the risk',
    'только если польза превышает риск',
  ),
};
const PLAIN = {
  local: false,
  gastroprotected: false,
  bleedingHistory: false,
  over65: false,
  corticosteroid: false,
  aldosteroneAntagonist: false,
  severalNsaids: false,
};
const CONTEXT = {
  local: both('on the skin or into the eye only', 'только наружно или в глаз'),
  gastroprotected: both(
    'with a proton pump inhibitor or misoprostol',
    'с ингибитором протонной помпы или мизопростолом',
  ),
  bleedingHistory: both('ulcer or gastrointestinal bleeding', 'язва или желудочно-кишечное кровотечение'),
  over65: both('age over 65', 'возраст старше 65 лет'),
  corticosteroid: both('systemic corticosteroid', 'системный глюкокортикоид'),
  aldosteroneAntagonist: both('aldosterone antagonist', 'антагонист альдостерона'),
  severalNsaids: both('several NSAIDs', 'несколько НПВП'),
};

export const MEDICINES_CHAPTER: Readonly<Record<string, Entry>> = {
  ddi_onc_high_priority: {
    topic: 'medicines',
    says: both(
      'Two systemic medicines that are ordered or taken belong to one of fifteen pairs of classes which a panel of the ONC named as never to be combined. Told as critical, two QT-prolonging agents as a warning. A medicine without an ATC code leaves the check open, and is named.',
      'Два системных препарата, назначенных или принимаемых, образуют одну из пятнадцати пар классов, которые экспертная группа ONC назвала недопустимыми. Сообщается как критическое, два препарата, удлиняющих QT, – как предупреждение. Препарат без кода АТХ оставляет проверку открытой и называется.',
    ),
    tables: [
      {
        title: both('The fifteen pairs', 'Пятнадцать пар'),
        head: [both('Class', 'Класс'), both('With', 'С чем'), both('Danger', 'Опасность')],
        rows: ONC_PAIRS.map(({ a, b, danger }) => [CLASSES[a].title, CLASSES[b].title, danger]),
      },
      {
        title: both('Members of the classes (INN)', 'Состав классов (МНН)'),
        head: [both('Class', 'Класс'), both('Medicines', 'Препараты')],
        rows: Object.values(CLASSES).map(({ title, members }) => [title, members.map(([inn]) => inn).join(', ')]),
      },
    ],
    examples: [
      {
        title: both('simvastatin and clarithromycin', 'симвастатин и кларитромицин'),
        entries: [man(60), medicine('C10AA01'), medicine('J01FA09')],
      },
      {
        title: both('simvastatin and a medicine without a code', 'симвастатин и препарат без кода'),
        entries: [man(60), medicine('C10AA01'), medicine('', { medicationCodeableConcept: { text: 'Сбор трав' } })],
      },
    ],
    history: [
      {
        version: '1.0.1',
        on: '2026-11-22',
        what: both(
          'Clarithromycin and proton pump inhibitors are also known in packs against Helicobacter (A02BD).',
          'Кларитромицин и ингибиторы протонной помпы узнаются и в наборах против Helicobacter (A02BD).',
        ),
      },
      FIRST,
    ],
  },

  ddi_warfarin_nsaid: {
    topic: 'medicines',
    says: both(
      'Warfarin and an NSAID are ordered or taken together. The tree of the HL7 guide decides: local forms need no precautions; with gastroprotection the risk is to be assessed; with one of five factors the NSAID is to be used only if its benefit outweighs the risk of bleeding.',
      'Варфарин и НПВП назначены или принимаются вместе. Решает дерево руководства HL7: местные формы мер не требуют; на фоне гастропротекции риск оценивают; при любом из пяти факторов НПВП – только если польза превышает риск кровотечения.',
    ),
    tables: [
      {
        title: both('What each circumstance alone leads to', 'К чему ведёт каждое обстоятельство само по себе'),
        head: [both('Circumstance', 'Обстоятельство'), both('Answer', 'Ответ')],
        rows: [
          [both('none', 'ни одного'), ADVICE[warfarinNsaidAdvice(PLAIN) ?? 'assess-risk']],
          ...(Object.keys(CONTEXT) as (keyof typeof CONTEXT)[]).map((name) => [
            CONTEXT[name],
            ADVICE[warfarinNsaidAdvice({ ...PLAIN, [name]: true }) ?? 'assess-risk'],
          ]),
        ],
      },
    ],
    examples: [
      {
        title: both('70 years, warfarin and diclofenac', '70 лет, варфарин и диклофенак'),
        entries: [man(70), medicine('B01AA03'), medicine('M01AB05')],
      },
      {
        title: both('diclofenac as a gel', 'диклофенак в виде геля'),
        entries: [man(70), medicine('B01AA03'), medicine('M02AA15')],
      },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          'What is only weighed (gastroprotection, a corticosteroid, an aldosterone antagonist) is cited as such: no card offers to end it.',
          'То, что лишь учтено (гастропротекция, глюкокортикоид, антагонист альдостерона), так и указано: карточка не предлагает это отменить.',
        ),
      },
      reviewed('1.0.1'),
      FIRST,
    ],
  },

  allergy_betalactam: {
    topic: 'medicines',
    says: both(
      'A beta-lactam is ordered for a patient with an allergy to one. The same ingredient, and every penicillin in an allergy to a penicillin, is contraindicated; a similar R1 side chain is a high risk; another side chain a low one. An allergy to a medicine that cannot be understood leaves the check open, and is named.',
      'Бета-лактам назначен пациенту с аллергией на бета-лактам. То же вещество, а при аллергии на пенициллин любой пенициллин – противопоказаны; сходная боковая цепь R1 – высокий риск; другая – низкий. Аллергия на препарат, которую не удалось понять, оставляет проверку открытой и называется.',
    ),
    tables: [
      {
        title: both('Examples of answers', 'Примеры ответов'),
        head: [
          both('Ordered', 'Назначен'),
          ...ALLERGIC.map((inn) => both(`allergy: ${inn}`, `аллергия: ${memberOf(inn).ru}`)),
        ],
        rows: GIVEN.map((inn) => [
          both(inn, memberOf(inn).ru),
          ...ALLERGIC.map((allergic) => ALERT[allergyAlert(memberOf(allergic), memberOf(inn))]),
        ]),
      },
      {
        title: both('Side chains', 'Боковые цепи'),
        head: [
          both('Medicine', 'Препарат'),
          both('Class', 'Класс'),
          both('Group of the side chain', 'Группа боковой цепи'),
        ],
        rows: BETA_LACTAMS.map((one) => [both(one.inn, one.ru), CLASS_TITLE[one.class], CHAIN[one.sideChain]]),
      },
    ],
    examples: [
      {
        title: both('amoxicillin in an allergy to penicillin', 'амоксициллин при аллергии на пенициллин'),
        entries: [woman(35), medicine('J01CA04'), allergy('Аллергия на пенициллин')],
      },
      {
        title: both('cefazolin in an allergy to amoxicillin', 'цефазолин при аллергии на амоксициллин'),
        entries: [woman(35), medicine('J01DB04'), allergy('амоксициллин')],
      },
      {
        title: both('an allergy that nobody can understand', 'аллергия, которую не понять'),
        entries: [woman(35), medicine('J01CA04'), allergy('на таблетки')],
      },
    ],
    history: [
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both(
          'A beta-lactam is also known by the words of an order without a code, and amoxicillin in packs against Helicobacter (A02BD); a medicine that nobody knows, and an allergy that bears a code without words, leave the check open. Of equal allergies the severe one counts.',
          'Бета-лактам узнаётся и по словам назначения без кода, а амоксициллин – и в наборах против Helicobacter (A02BD); неизвестный препарат и аллергия с кодом без слов оставляют проверку открытой. Из равных аллергий учитывается тяжёлая.',
        ),
      },
      FIRST,
    ],
  },
};
