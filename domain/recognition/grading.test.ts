import { describe, expect, test } from '@jest/globals';
import { type Graded, gradeOf, gradingFigures, quadraticKappa } from './grading.ts';

/** A model that is sure of one grade of 0..4. */
const sure = (grade: number, said: number): Graded => ({
  grade,
  atLeast: [1, 2, 3, 4].map((least) => (said >= least ? 0.9 : 0.1)),
});

describe('figures of grades', () => {
  test('the grade said is the number of cumulative probabilities of one half or more', () => {
    expect([
      [0.4, 0.3, 0.2, 0.1],
      [0.9, 0.5, 0.2, 0.1],
      [1, 1, 1, 0.6],
    ].map(gradeOf)).toEqual([0, 2, 4]); // biome-ignore format: rows under one another
  });

  test('a reader and a model that always agree', () => {
    const figures = gradingFigures(
      [0, 1, 2, 3, 4, 0, 2].map((grade) => sure(grade, grade)),
      5,
    );
    expect(figures).toMatchObject({ same: 1, withinOne: 1, quadraticKappa: 1, quadraticKappaCi95: [1, 1] });
    expect(figures.confusion[2]).toEqual([0, 0, 2, 0, 0]);
    expect(figures.atLeast.map(({ grade, auc, positives }) => [grade, auc, positives])).toEqual([
      [1, 1, 5],
      [2, 1, 4],
      [3, 1, 2],
      [4, 1, 1],
    ]);
  });

  test('rows of the confusion matrix are the reader, columns the model', () => {
    const { confusion, same, withinOne } = gradingFigures([sure(0, 2), sure(3, 2), sure(3, 3)], 5);
    expect(confusion[0]).toEqual([0, 0, 1, 0, 0]);
    expect(confusion[3]).toEqual([0, 0, 1, 1, 0]);
    expect([same, withinOne]).toEqual([1 / 3, 2 / 3]);
  });

  test('quadratic kappa by hand (Cohen 1968)', () => {
    // Seen: 4·1, one image two grades away. By chance: rows 5, 3, 2 and columns 4, 3, 3 give
    // (5·3 + 3·4 + 3·3 + 2·3) / 10 + 4·(5·3 + 2·4) / 10 = 4.2 + 9.2 = 13.4.
    const counts = [
      [4, 0, 1],
      [0, 3, 0],
      [0, 0, 2],
    ];
    expect(quadraticKappa(counts)).toBeCloseTo(1 - 4 / 13.4, 12);
  });

  test('the bootstrap interval holds the figure and is the same at every run', () => {
    const graded = Array.from({ length: 80 }, (_, k) => sure(k % 5, Math.min(4, (k % 5) + (k % 3 === 0 ? 1 : 0))));
    const [one, other] = [gradingFigures(graded, 5), gradingFigures(graded, 5)];
    expect(one.quadraticKappaCi95).toEqual(other.quadraticKappaCi95);
    const [low, high] = one.quadraticKappaCi95;
    expect(low < one.quadraticKappa && one.quadraticKappa < high).toBe(true);
  });
});
