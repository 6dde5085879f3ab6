import { medicine, order, value } from '../../examples.ts';
import { stageOf } from '../../library/ckdepi2021.ts';
import { doseClass } from '../../library/cockcroft_gault.ts';
import { contrastAnswer } from '../../library/contrast_egfr.ts';
import { metforminAnswer } from '../../library/metformin_egfr.ts';
import { akiStage } from '../../library/tables/aki.ts';
import { both, type Entry } from '../entry.ts';
import { bands } from '../tables.ts';
import { FIRST, man, reviewed, woman } from './chart.ts';

const EGFR = both('eGFR, mL/min/1.73 m²', 'рСКФ, мл/мин/1,73 м²');
const RATIO = both('Creatinine against the baseline', 'Креатинин к исходному');
const creatinine = (umol: number, effectiveDateTime = '2026-03-01T05:00:00Z') =>
  value('14682-9', umol, 'umol/L', { effectiveDateTime });
const CONTRAST_CT = order('ct', '2026-02-27T09:00:00Z', { code: { text: 'КТ органов брюшной полости с контрастом' } });
/** Below, at and above a limit: what publications leave open is seen at the limit itself. */
const around = (...limits: readonly number[]): number[] => limits.flatMap((limit) => [limit - 0.1, limit, limit + 0.1]);

const METFORMIN = {
  contraindicated: both('contraindicated', 'противопоказан'),
  'not-recommended': both('not to be started', 'не начинать'),
  ok: both('may be given', 'можно'),
  stop: both('stop', 'отменить'),
  'assess-benefit-risk': both('weigh benefit and risk', 'оценить пользу и риск'),
  'hold-48h': both('hold for 48 hours', 'приостановить на 48 часов'),
  'no-hold': both('go on', 'продолжать'),
};
const CONTRAST = {
  'prophylaxis-indicated': both('prophylaxis', 'профилактика'),
  individualise: both('the physician decides', 'решает врач'),
  'not-indicated': both('none', 'не нужна'),
  'not-indicated-maintenance-dialysis': both('none: dialysis', 'не нужна: диализ'),
};

export const KIDNEYS: Readonly<Record<string, Entry>> = {
  ckdepi2021: {
    topic: 'kidneys',
    says: both(
      'From the newest creatinine of 12 months, age and sex the filtration rate is computed by CKD-EPI 2021 (or taken from the laboratory, where its own is newer), and its KDIGO category. Told below 60; as a warning below 30.',
      'По новейшему креатинину за 12 месяцев, возрасту и полу рассчитывается СКФ по CKD-EPI 2021 (или берётся лабораторная, если она новее) и категория KDIGO. Сообщается ниже 60; ниже 30 – как предупреждение.',
    ),
    tables: [
      {
        title: both('KDIGO categories', 'Категории KDIGO'),
        head: [EGFR, both('Category', 'Категория')],
        rows: bands(stageOf, { from: 0, to: 120, by: 1 }).map(([range, stage]) => [range, stage]),
      },
    ],
    examples: [
      {
        title: both('woman of 70 years, creatinine 150 µmol/L', 'женщина 70 лет, креатинин 150 мкмоль/л'),
        entries: [woman(70), creatinine(150)],
      },
      {
        title: both('creatinine of two years ago', 'креатинин двухлетней давности'),
        entries: [woman(70), creatinine(150, '2024-02-01T05:00:00Z')],
      },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          '“Less than 15” or “more than 60” is read as the limit that it is, where it is the newest: an older exact value no longer stands in for it.',
          '«Менее 15» или «более 60» читается как граница, если это самое новое значение: более старое точное значение его больше не заменяет.',
        ),
      },
      reviewed('1.0.1'),
      FIRST,
    ],
  },

  kdigo_aki: {
    topic: 'kidneys',
    says: both(
      'The newest creatinine of 48 hours is compared with the lowest of the week before it, else with the median of the year; urine of 24 hours counts where weight is known. The KDIGO stage is told: stage 2 and 3, and stage 1 with potassium above 6.0 mmol/L, as critical, as in the critical laboratory values.',
      'Новейший креатинин за 48 часов сравнивается с наименьшим за предыдущую неделю, иначе с медианой за год; суточный диурез учитывается, если известна масса. Сообщается стадия KDIGO: стадии 2 и 3, а также стадия 1 при калии выше 6,0 ммоль/л – как критические, так же как в критических лабораторных показателях.',
    ),
    tables: [
      {
        title: both('Stages by creatinine', 'Стадии по креатинину'),
        head: [RATIO, both('Stage', 'Стадия')],
        rows: [
          ...bands((ratio) => akiStage({ baselineMgDl: 0.9, currentMgDl: 0.9 * ratio }), {
            from: 1,
            to: 4,
            by: 0.1,
            digits: 1,
          }).map(([range, stage]) => [`${range} ×`, `${stage}`]),
          [
            both('rise of 26.5 µmol/L and more in 48 hours', 'рост на 26,5 мкмоль/л и более за 48 часов'),
            `${akiStage({ baselineMgDl: 1, currentMgDl: 1.3, riseWithin48hMgDl: 0.3 })}`,
          ],
          [
            both('injury with 353.6 µmol/L and more', 'повреждение при 353,6 мкмоль/л и более'),
            `${akiStage({ baselineMgDl: 2.5, currentMgDl: 4 })}`,
          ],
        ],
      },
      {
        title: both('Stages by urine', 'Стадии по диурезу'),
        head: [both('Urine in 24 hours, mL/kg/h', 'Диурез за 24 часа, мл/кг/ч'), both('Stage', 'Стадия')],
        rows: bands((mlPerKgHour) => akiStage({ baselineMgDl: 1, currentMgDl: 1, urine: { mlPerKgHour, hours: 24 } }), {
          from: 0.1,
          to: 1,
          by: 0.1,
          digits: 1,
        }).map(([range, stage]) => [range, `${stage}`]),
      },
    ],
    examples: [
      {
        title: both('creatinine 80 → 170 µmol/L in four days', 'креатинин 80 → 170 мкмоль/л за четыре дня'),
        entries: [man(60), creatinine(80, '2026-02-25T08:00:00Z'), creatinine(170)],
      },
      {
        title: both('80 → 125 µmol/L', '80 → 125 мкмоль/л'),
        entries: [man(60), creatinine(80, '2026-02-25T08:00:00Z'), creatinine(125)],
      },
      {
        title: both('one creatinine, nothing to compare', 'один креатинин, сравнить не с чем'),
        entries: [man(60), creatinine(170)],
      },
    ],
    history: [
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both(
          'Stage 2, and stage 1 with potassium above 6.0 mmol/L, are critical, as in the critical laboratory values (G158): two rules told one matter with different gravity.',
          'Стадия 2 и стадия 1 при калии выше 6,0 ммоль/л – критические, как в критических лабораторных показателях (G158): два правила сообщали одно и то же с разной важностью.',
        ),
      },
      FIRST,
    ],
  },

  metformin_egfr: {
    topic: 'kidneys',
    says: both(
      'Metformin is ordered or taken (alone or in a combination). By the filtration rate of 12 months it is told that it is contraindicated, not to be started, or to be reviewed; and, where an examination with iodinated contrast is ordered, that it is held for 48 hours. What the label leaves open at exactly 45 and 60, and the policy on contrast, the region chooses.',
      'Метформин назначен или принимается (отдельно или в комбинации). По СКФ за 12 месяцев сообщается, что он противопоказан, не должен начинаться или требует пересмотра; а если назначено исследование с йодным контрастом – что его приостанавливают на 48 часов. То, что инструкция оставляет открытым при рСКФ ровно 45 и 60, и политику по контрасту выбирает регион.',
    ),
    tables: [
      {
        title: both('Answers by filtration rate (preset of the settings)', 'Ответы по СКФ (настройки по умолчанию)'),
        head: [
          EGFR,
          both('To be started', 'Назначается'),
          both('Is taken', 'Принимается'),
          both('With contrast', 'При контрасте'),
        ],
        rows: around(30, 45, 60).map((egfr) => [
          egfr.toFixed(1),
          ...(['start', 'continue', 'contrast'] as const).map((action) => METFORMIN[metforminAnswer(egfr, action)]),
        ]),
      },
    ],
    examples: [
      {
        title: both('taken, creatinine 190 µmol/L', 'принимается, креатинин 190 мкмоль/л'),
        entries: [woman(68), medicine('A10BA02'), creatinine(190)],
      },
      {
        title: both(
          'taken, CT with contrast ordered, creatinine 105 µmol/L',
          'принимается, назначена КТ с контрастом, креатинин 105 мкмоль/л',
        ),
        entries: [woman(68), medicine('A10BA02'), creatinine(105), CONTRAST_CT],
      },
      { title: both('no creatinine', 'креатинина нет'), entries: [woman(68), medicine('A10BA02')] },
    ],
    history: [
      {
        version: '1.2.1',
        on: '2026-11-22',
        what: both(
          '“Less than 15” or “more than 60” is read as the limit that it is, where it is the newest: an older exact value no longer stands in for it. Before contrast it is held in acute kidney injury by either policy.',
          '«Менее 15» или «более 60» читается как граница, если это самое новое значение: более старое точное значение его больше не заменяет. Перед контрастом при остром повреждении почек приостанавливается при любой политике.',
        ),
      },
      {
        version: '1.2.0',
        on: '2026-11-22',
        what: both(
          'Not in pregnancy, as the equation of the filtration rate has it. The page names the codes and the freshness of what is read.',
          'Не при беременности, как и формула СКФ. На странице названы коды и давность читаемых данных.',
        ),
      },
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both('Contrast, and settings at exactly 45 and 60.', 'Контраст и настройки при рСКФ ровно 45 и 60.'),
      },
      FIRST,
    ],
  },

  contrast_egfr: {
    topic: 'kidneys',
    says: both(
      'An examination with iodinated contrast is ordered. By the filtration rate of 90 days, and by a rise of creatinine, it is told whether saline protects; the policy (ACR-NKF or ESUR) is chosen by the region. Without a creatinine the missing value is named.',
      'Назначено исследование с йодным контрастом. По СКФ за 90 дней и по росту креатинина сообщается, нужна ли профилактика физраствором; политику (ACR-NKF или ESUR) выбирает регион. Без креатинина назван недостающий показатель.',
    ),
    tables: [
      {
        title: both('Prophylaxis with saline', 'Профилактика физраствором'),
        head: [EGFR, 'ACR-NKF', 'ESUR'],
        rows: around(30, 45).map((egfr) => [
          egfr.toFixed(1),
          ...(['acr-nkf', 'esur'] as const).map(
            (policy) => CONTRAST[contrastAnswer({ egfr, aki: false, dialysis: false }, policy)],
          ),
        ]),
      },
    ],
    examples: [
      {
        title: both('CT with contrast, creatinine 200 µmol/L', 'КТ с контрастом, креатинин 200 мкмоль/л'),
        entries: [woman(60), CONTRAST_CT, creatinine(200)],
      },
      { title: both('no creatinine of 90 days', 'нет креатинина за 90 дней'), entries: [woman(60), CONTRAST_CT] },
    ],
    history: [
      {
        version: '1.1.1',
        on: '2026-11-22',
        what: both(
          '“Less than 15” or “more than 60” is read as the limit that it is, where it is the newest: an older exact value no longer stands in for it.',
          '«Менее 15» или «более 60» читается как граница, если это самое новое значение: более старое точное значение его больше не заменяет.',
        ),
      },
      {
        version: '1.1.0',
        on: '2026-11-22',
        what: both(
          'Not in pregnancy, as the equation of the filtration rate has it. The page names the codes and the freshness of what is read.',
          'Не при беременности, как и формула СКФ. На странице названы коды и давность читаемых данных.',
        ),
      },
      FIRST,
    ],
  },

  cockcroft_gault: {
    topic: 'kidneys',
    says: both(
      'A direct oral anticoagulant is ordered. Its label goes by creatinine clearance after Cockcroft and Gault with actual weight: it is told that the dose must be checked, or that the medicine is contraindicated.',
      'Назначен прямой оральный антикоагулянт. Его инструкция опирается на клиренс креатинина по Кокрофту и Голту с фактической массой: сообщается, что дозу надо проверить или что препарат противопоказан.',
    ),
    tables: [
      {
        title: both('By clearance', 'По клиренсу'),
        head: [
          both('Clearance, mL/min', 'Клиренс, мл/мин'),
          both('Dabigatran', 'Дабигатран'),
          both('Others', 'Прочие'),
        ],
        rows: [14, 15, 29, 30, 49, 50].map((clearance) => [
          `${clearance}`,
          ...['B01AE07', 'B01AF02'].map(
            (atc) =>
              ({
                usual: both('usual', 'обычная доза'),
                check: both('check the dose', 'проверить дозу'),
                contraindicated: both('contraindicated', 'противопоказан'),
              })[doseClass(clearance, atc)],
          ),
        ]),
      },
    ],
    examples: [
      {
        title: both(
          '82 years, 55 kg, creatinine 130 µmol/L, dabigatran',
          '82 года, 55 кг, креатинин 130 мкмоль/л, дабигатран',
        ),
        entries: [woman(82), medicine('B01AE07'), creatinine(130), value('29463-7', 55, 'kg')],
      },
      {
        title: both('the weight is not known', 'масса неизвестна'),
        entries: [woman(82), medicine('B01AF02'), creatinine(130)],
      },
    ],
    history: [
      {
        version: '1.0.2',
        on: '2026-11-22',
        what: both(
          'A value of which only a limit is stated (“more than”) is named as missing. Of two direct anticoagulants the one with the stricter limit is judged.',
          'Значение, для которого указана только граница («более»), называется недостающим. Из двух ПОАК оценивается тот, у которого предел строже.',
        ),
      },
      reviewed('1.0.1'),
      FIRST,
    ],
  },
};
