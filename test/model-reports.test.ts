import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { ReportFigures } from '../domain/recognition/report.ts';
import { type RegisteredModel, registeredModels } from '../platform/inference/manifests.ts';

const MODELS = join(import.meta.dirname, '..', 'models');
const models = registeredModels(MODELS).map((model) => [model.manifest.id, model] as const);
const fileOf = ({ folder }: RegisteredModel, name: string): string => readFileSync(join(folder, name), 'utf8');

type Written = ReportFigures & {
  readonly model: string;
  readonly version: string;
  readonly sha256: string;
  readonly thresholds: { readonly present: number; readonly absent: number };
  readonly notAssessed: number;
};
const reportOf = (model: RegisteredModel): Written => JSON.parse(fileOf(model, 'report/figures.json')) as Written;

const three = (value: number): string => value.toFixed(3);
const interval = ([low, high]: readonly [number, number]): string => `${three(low)}–${three(high)}`;

/** A cell of the table between the marks `figures` of a card: its row begins so, and its first column is the test. */
function cellOf(card: string, row: string): string {
  const table = /<!-- figures -->\n(?<table>.*?)<!-- \/figures -->/su.exec(card)?.groups?.table ?? '';
  const found = table.split('\n').find((line) => line.startsWith(`| ${row}`));
  return found?.split(' | ')[1]?.trim() ?? `no row “${row}”`;
}

describe.each(models)('the report of %s', (_, model) => {
  test('is of the version and the weights that lie beside it', () => {
    const { id, version, sha256, file, thresholds } = model.manifest;
    const { present, absent } = thresholds;
    expect(reportOf(model)).toMatchObject({ model: id, version, sha256, thresholds: { present, absent } });
    expect(
      createHash('sha256')
        .update(readFileSync(join(model.folder, file)))
        .digest('hex'),
    ).toBe(sha256);
  });

  test('says what the manifest says', () => {
    const { test: stated } = model.manifest.figures;
    const { auc, aucCi95, sensitivity, specificity, ece, brier, n, notAssessed } = reportOf(model);
    expect([stated.n, stated.notAssessed]).toEqual([n, notAssessed]);
    for (const [one, other] of [
      [stated.auc, auc],
      [stated.aucCi95[0], aucCi95[0]],
      [stated.aucCi95[1], aucCi95[1]],
      [stated.sensitivity, sensitivity],
      [stated.specificity, specificity],
      [stated.ece, ece],
      [stated.brier, brier],
    ] as const)
      expect(Math.abs(one - other)).toBeLessThanOrEqual(0.5001e-4);
  });

  test('says what the card says', () => {
    const figures = reportOf(model);
    const card = fileOf(model, 'CARD.md');
    expect(cellOf(card, 'AUC')).toBe(`${figures.auc.toFixed(4)} (${interval(figures.aucCi95)})`);
    expect(cellOf(card, '`present`: sensitivity')).toBe(
      `${three(figures.sensitivity)} (${interval(figures.sensitivityCi95)})`,
    );
    expect(cellOf(card, '`present`: specificity')).toBe(
      `${three(figures.specificity)} (${interval(figures.specificityCi95)})`,
    );
    expect(cellOf(card, 'ECE')).toBe(three(figures.ece));
    expect(cellOf(card, 'Brier')).toBe(three(figures.brier));
  });

  test('counts its own films: bins, confusion and sides add up', () => {
    const { n, positives, reliability, grading, bySide } = reportOf(model);
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
    expect(sum(reliability.map((bin) => bin.n))).toBe(n);
    expect(sum(reliability.map((bin) => bin.positives))).toBe(positives);
    if (grading !== undefined) expect(sum(grading.confusion.flat())).toBe(n);
    if (bySide !== undefined) expect(bySide.L.n + bySide.R.n).toBe(n);
  });

  test.each(['roc.svg', 'reliability.svg'])('%s is the picture of these figures', (name) => {
    const { n, positives, version, model: id } = reportOf(model);
    expect(fileOf(model, `report/${name}`)).toContain(`n ${n}, positive ${positives} · ${id} ${version}`);
  });
});
