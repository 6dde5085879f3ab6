import { sign, value } from '../../examples.ts';
import { perc } from '../../library/perc.ts';
import { wellsDvt, wellsDvtTwoTier } from '../../library/wells_dvt.ts';
import { wellsPe, wellsPeTwoTier } from '../../library/wells_pe.ts';
import { both, type Entry } from '../entry.ts';
import { criteriaTable, MEANING, meaningTable } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const SCORED = both('Points', 'Баллы');
const TOTALS = both('What the total means', 'Что означает сумма');
const LIKELY = { unlikely: both('unlikely', 'маловероятно'), likely: both('likely', 'вероятно') };
const HISTORY = [reviewed('1.0.1'), FIRST] as const;

export const EMBOLISM: Readonly<Record<string, Entry>> = {
  wells_pe: {
    topic: 'heart',
    says: both(
      'Embolism is suspected: the physician charted within 48 hours whether it is the likeliest diagnosis. Seven criteria are summed; above 4 points embolism is likely and imaging comes first, else D-dimer.',
      'Подозревается ТЭЛА: врач за последние 48 часов отметил, вероятнее ли она других диагнозов. Складываются семь критериев; выше 4 баллов ТЭЛА вероятна и нужна визуализация, иначе – D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          dvtSigns: false,
          peLikely: false,
          hrGt100: false,
          immobilisationOrSurgery: false,
          previousVTE: false,
          haemoptysis: false,
          malignancy: false,
        },
        wellsPe,
      ),
      meaningTable(TOTALS, wellsPeTwoTier, { from: 0, to: 12.5, by: 0.5, digits: 1 }, LIKELY),
    ],
    examples: [
      {
        title: both(
          'signs of thrombosis, likeliest diagnosis, pulse 110',
          'признаки ТГВ, наиболее вероятный диагноз, пульс 110',
        ),
        entries: [
          woman(55),
          value('8867-4', 110, '/min'),
          sign('dvt-signs', true),
          sign('pe-most-likely', true),
          sign('immobilised-or-operated', false),
          sign('previous-vte', false),
          sign('haemoptysis', false),
          sign('active-cancer', false),
        ],
      },
      {
        title: both('only the suspicion is charted', 'внесено только подозрение'),
        entries: [woman(55), sign('pe-most-likely', true)],
      },
    ],
    history: HISTORY,
  },

  wells_dvt: {
    topic: 'heart',
    says: both(
      'Thrombosis of the leg is suspected: the physician charted within 48 hours whether another diagnosis is as likely. Ten criteria (Wells 2003) are summed; from 2 points on thrombosis is likely and ultrasound comes first, else D-dimer.',
      'Подозревается ТГВ ноги: врач за последние 48 часов отметил, вероятен ли не менее другой диагноз. Складываются десять критериев (Wells 2003); с 2 баллов ТГВ вероятен и нужно УЗИ, иначе – D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          activeCancer: false,
          paralysis: false,
          bedriddenOrSurgery: false,
          tenderness: false,
          entireLegSwollen: false,
          calfSwelling: false,
          pittingOedema: false,
          collateralVeins: false,
          previousDVT: false,
          alternativeDx: false,
        },
        wellsDvt,
      ),
      meaningTable(TOTALS, wellsDvtTwoTier, { from: -2, to: 9, by: 1 }, LIKELY),
    ],
    examples: [
      {
        title: both(
          'tender veins, calf 4 cm larger, no other diagnosis',
          'болезненность вен, голень больше на 4 см, другого диагноза нет',
        ),
        entries: [
          man(50),
          sign('dvt-alternative', false),
          sign('vein-tenderness', true),
          sign('calf-swelling', true),
          sign('active-cancer', false),
          sign('paralysis', false),
          sign('bedridden-or-major-surgery', false),
          sign('entire-leg-swollen', false),
          sign('pitting-oedema', false),
          sign('collateral-veins', false),
          sign('previous-vte', false),
        ],
      },
      {
        title: both('nothing but the suspicion', 'ничего, кроме подозрения'),
        entries: [man(50), sign('dvt-alternative', true)],
      },
    ],
    history: HISTORY,
  },

  perc: {
    topic: 'heart',
    says: both(
      'The physician charted that embolism is suspected and unlikely (below 15 %). If none of eight criteria of the last 24 hours is met, embolism is ruled out without tests; if one is met, D-dimer is asked for.',
      'Врач отметил, что ТЭЛА подозревается и маловероятна (ниже 15 %). Если не выполнен ни один из восьми критериев за последние 24 часа, ТЭЛА исключена без тестов; если выполнен хотя бы один – нужен D-димер.',
    ),
    tables: [
      criteriaTable(
        SCORED,
        {
          ageGe50: false,
          hrGe100: false,
          spo2Lt95: false,
          legSwelling: false,
          haemoptysis: false,
          surgeryTrauma: false,
          priorVTE: false,
          hormone: false,
        },
        perc,
      ),
      {
        title: TOTALS,
        head: [both('Criteria met', 'Выполнено критериев'), MEANING],
        rows: [
          ['0', both('embolism ruled out', 'ТЭЛА исключена')],
          ['≥ 1', both('not ruled out: D-dimer', 'не исключена: D-димер')],
        ],
      },
    ],
    examples: [
      {
        title: both('30 years, no criterion is met', '30 лет, критериев нет'),
        entries: [
          woman(30),
          sign('pe-low-gestalt', true),
          value('8867-4', 80, '/min'),
          value('59408-5', 98, '%'),
          sign('unilateral-leg-swelling', false),
          sign('haemoptysis', false),
          sign('surgery-or-trauma', false),
          sign('previous-vte', false),
          sign('oestrogen-use', false),
        ],
      },
      {
        title: both('the saturation is not known', 'сатурация неизвестна'),
        entries: [woman(30), sign('pe-low-gestalt', true), value('8867-4', 80, '/min')],
      },
    ],
    history: [
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both(
          'A normal saturation counts only on air: while oxygen is given the criterion is not known.',
          'Нормальная сатурация учитывается только на воздухе: при подаче кислорода критерий неизвестен.',
        ),
      },
      ...HISTORY,
    ],
  },
};
