import { describe, expect, test } from '@jest/globals';
import { predictiveAt, type Reported, reportFigures } from './report.ts';
import { reliabilitySvg, rocSvg } from './report-pictures.ts';

const THRESHOLDS = { present: 0.6, absent: 0.3 };
const TITLE = { title: { en: 'Osteoarthritis <2>', ru: 'Остеоартроз' }, model: 'knee 1.0.0' };

const reported: Reported[] = Array.from({ length: 60 }, (_, k) => {
  const probability = ((k * 37) % 60) / 60;
  return { positive: probability + (k % 5) / 10 > 0.6, probability, side: k % 2 === 0 ? 'L' : 'R' };
});

describe('the figures of a report', () => {
  const figures = reportFigures(reported, THRESHOLDS);

  test('sides are counted apart and make the whole together', () => {
    expect((figures.bySide?.L.n ?? 0) + (figures.bySide?.R.n ?? 0)).toBe(figures.n);
  });

  test('between the thresholds lies what is indeterminate', () => {
    const between = reported.filter(({ probability }) => probability >= 0.3 && probability < 0.6).length;
    expect(figures.indeterminate).toBeCloseTo(between / 60, 12);
    expect(figures.atAbsent.sensitivity).toBeGreaterThanOrEqual(figures.sensitivity);
  });

  test('images without sides or grades have no figures of sides or grades', () => {
    const plain = reportFigures(
      reported.map(({ positive, probability }) => ({ positive, probability })),
      THRESHOLDS,
      5,
    );
    expect([plain.bySide, plain.grading]).toEqual([undefined, undefined]);
  });

  test('predictive values by hand: of 100 films 10 are ill, 8 of them called, 1 wrongly cleared', () => {
    const [atPresent, atAbsent] = [
      { sensitivity: 0.8, specificity: 0.9 },
      { sensitivity: 0.9, specificity: 0.5 },
    ];
    const { ppv, npv, falseAlarmsPer100 } = predictiveAt(0.1, atPresent, atAbsent);
    expect(ppv).toBeCloseTo(8 / (8 + 9), 12);
    expect(npv).toBeCloseTo(45 / 46, 12);
    expect(falseAlarmsPer100).toBeCloseTo(9, 12);
  });
});

describe('the pictures of a report', () => {
  const figures = reportFigures(reported, THRESHOLDS);
  const pictures = { roc: rocSvg(figures, TITLE), reliability: reliabilitySvg(figures, TITLE) };

  test.each(Object.entries(pictures))('%s has a title in both languages and names on both axes', (_, svg) => {
    expect(svg).toContain('Osteoarthritis &lt;2&gt;');
    expect(svg).toContain('Остеоартроз');
    expect(svg).toMatch(/specificity|probability said/);
    expect(svg).toMatch(/чувствительность|доля положительных/);
    expect(svg).toContain(`n ${figures.n}, positive ${figures.positives}`);
  });

  test.each(Object.entries(pictures))('%s draws nothing outside its frame and no number that is none', (_, svg) => {
    expect(svg).not.toMatch(/NaN|undefined|null/);
    const places = [...svg.matchAll(/points="([^"]+)"/g)].flatMap(([, points = '']) => points.split(' '));
    expect(places.length).toBeGreaterThan(20);
    for (const place of places) {
      const [x = -1, y = -1] = place.split(',').map(Number);
      expect(x >= 84 && x <= 524 && y >= 92 && y <= 532).toBe(true);
    }
  });

  test('a long title is written smaller, so that it ends inside the picture', () => {
    const long = 'Остеоартроз коленного сустава, степень 2 и выше по Келлгрену–Лоуренсу';
    const svg = rocSvg(figures, { ...TITLE, title: { en: 'Knee', ru: long } });
    const size = Number(new RegExp(`font-size="([0-9.]+)"[^>]*>[^<]*${long}`).exec(svg)?.[1]);
    expect(size).toBeGreaterThan(8);
    expect(size * 0.6 * `ROC-кривая · ${long}`.length).toBeLessThan(530);
  });

  test('the ROC curve says the area that the figures say', () => {
    expect(pictures.roc).toContain(`AUC ${figures.auc.toFixed(3)} (95 % ${figures.aucCi95[0].toFixed(3)}`);
  });
});
