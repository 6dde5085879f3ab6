import type { ReportFigures, ReportTitle } from './report.ts';
import { bar, dot, line, note, type Place, plot } from './report-svg.ts';

const CURVE = '#0b5394';
const POINT = '#b45f06';
const COUNTS = '#d9e4f0';

const three = (value: number): string => value.toFixed(3);
const interval = ([low, high]: readonly [number, number]): string => `${three(low)}–${three(high)}`;

/** The ROC curve with the two operating points, as SVG. */
export function rocSvg(figures: ReportFigures, { title, model }: ReportTitle): string {
  const { auc, aucCi95, sensitivity, specificity, atAbsent, n, positives } = figures;
  const points: readonly (readonly [Place, string])[] = [
    [[1 - specificity, sensitivity], 'present'],
    [[1 - atAbsent.specificity, atAbsent.sensitivity], 'absent'],
  ];
  return plot(
    {
      title: `ROC · ${title.en}`,
      subtitle: `ROC-кривая · ${title.ru}`,
      xAxis: '1 − specificity · 1 − специфичность',
      yAxis: 'sensitivity · чувствительность',
      below: [
        `AUC ${three(auc)} (95 % ${interval(aucCi95)}) · n ${n}, positive ${positives} · ${model}`,
        'dots: thresholds of “present” and “absent” · точки: пороги «есть» и «нет»',
      ],
    },
    [
      line([[0, 0], [1, 1]], '#808080', 1, '4 4'), // biome-ignore format: a line is two places
      line(
        figures.roc.map(({ falsePositives, truePositives }): Place => [falsePositives, truePositives]),
        CURVE,
      ),
      ...points.flatMap(([place, name]) => [dot(place, POINT), note(place, name, 9, 16)]),
    ],
  );
}

/** The reliability diagram: what was said against what was seen, with Wilson's intervals and the share of films, as SVG. */
export function reliabilitySvg(figures: ReportFigures, { title, model }: ReportTitle): string {
  const filled = figures.reliability.filter(({ n }) => n > 0);
  const seen = filled.map(({ probability, observed }): Place => [probability, observed ?? 0]);
  return plot(
    {
      title: `Reliability · ${title.en}`,
      subtitle: `Калибровка · ${title.ru}`,
      xAxis: 'probability said · названная вероятность',
      yAxis: 'share of positive films · доля положительных снимков',
      below: [
        `ECE ${three(figures.ece)} · Brier ${three(figures.brier)} · n ${figures.n}, positive ${figures.positives} · ${model}`,
        'numbers above and bars: films of the bin; upright lines: 95 % interval',
        'числа сверху и столбцы: снимки; вертикальные линии: интервал 95 %',
      ],
    },
    [
      ...filled.map(({ from, to, n }) => bar(from + 0.005, to - 0.005, n / figures.n, COUNTS)),
      line([[0, 0], [1, 1]], '#808080', 1, '4 4'), // biome-ignore format: a line is two places
      ...filled.map(({ probability, observedCi95 }) => {
        const [low, high] = observedCi95 ?? [0, 0];
        return line([[probability, low], [probability, high]], CURVE, 1.5); // biome-ignore format: a line is two places
      }),
      line(seen, CURVE),
      ...seen.map((place) => dot(place, CURVE, 4)),
      ...filled.map(({ from, to, n }) => note([(from + to) / 2, 1], String(n), 0, -6, 'middle')),
    ],
  );
}
