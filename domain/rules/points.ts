import type { Bilingual } from '../../schemas/result.ts';
import { listOf } from './rule.ts';

/** One criterion of a score and what it is worth; undefined: not known whether it is met. */
export type Criterion = { readonly points: number; readonly met: boolean | undefined; readonly title: Bilingual };

/** Points that are certain, and the bounds of what they may come to. A criterion may take points away (Wells, −2). */
export type Tally = {
  readonly least: number;
  readonly most: number;
  readonly met: readonly Bilingual[];
  readonly open: readonly Bilingual[];
};

export function tally(criteria: readonly Criterion[]): Tally {
  const sum = (points: readonly number[]): number => points.reduce((total, one) => total + one, 0);
  const certain = sum(criteria.filter(({ met }) => met === true).map(({ points }) => points));
  const open = criteria.filter(({ met }) => met === undefined);
  return {
    least: certain + sum(open.map(({ points }) => Math.min(0, points))),
    most: certain + sum(open.map(({ points }) => Math.max(0, points))),
    met: criteria.filter(({ met }) => met === true).map(({ title }) => title),
    open: open.map(({ title }) => title),
  };
}

const comma = (value: number): string => String(value).replace('.', ',');

/** "3" or "3–4", with the decimal comma in Russian. */
export const pointsText = ({ least, most }: Pick<Tally, 'least' | 'most'>): Bilingual =>
  least === most
    ? { en: `${least}`, ru: comma(least) }
    : { en: `${least}–${most}`, ru: `${comma(least)}–${comma(most)}` };

/** Which criteria are met, and which nobody knows and do not change the class. */
export const criteriaText = ({ met, open }: Pick<Tally, 'met' | 'open'>): Bilingual => ({
  en: `Criteria met: ${listOf(met, 'en') || 'none'}.${open.length ? ` Not known: ${listOf(open, 'en')}; the class is the same either way.` : ''}`,
  ru: `Выполнены критерии: ${listOf(met, 'ru') || 'нет'}.${open.length ? ` Неизвестно: ${listOf(open, 'ru')}; на класс это не влияет.` : ''}`,
});
