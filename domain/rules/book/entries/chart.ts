import { bornBefore, entry, patient } from '../../examples.ts';
import type { ChartEntry } from '../../facts.ts';
import type { Version } from '../entry.ts';

/** Pieces of the invented charts that examples of several chapters share. */

/** A woman of this age. */
export const woman = (years: number): ChartEntry => patient(bornBefore({ years }));
export const man = (years: number): ChartEntry => patient(bornBefore({ years }), 'male');

/** A signed report with this conclusion. */
export const report = (
  conclusion: string,
  effectiveDateTime = '2026-02-10T09:00:00Z',
  text = 'Заключение',
): ChartEntry =>
  entry({
    resourceType: 'DiagnosticReport',
    id: conclusion + effectiveDateTime,
    status: 'final',
    code: { text },
    effectiveDateTime,
    conclusion,
  });

/** The version with which the library began. */
export const FIRST: Version = {
  version: '1.0.0',
  on: '2026-11-22',
  what: { en: 'First version.', ru: 'Первая версия.' },
};

/** What the review of November 2026 changed in rules whose figures stayed as they were. */
export const reviewed = (version: string): Version => ({
  version,
  on: '2026-11-22',
  what: {
    en: 'The page names the codes and the freshness of what is read, and which table was not read again in its source. What is told is unchanged.',
    ru: 'На странице названы коды и давность читаемых данных, а также таблицы, не перечитанные в источнике. Сообщения не изменились.',
  },
});

/** What the same review changed in scores: a value of which only a limit is stated is named as missing. */
export const limitsNamed = (version: string): Version => ({
  version,
  on: '2026-11-22',
  what: {
    en: 'A value of which only a limit is stated (“more than”) is named as missing.',
    ru: 'Значение, для которого указана только граница («более»), называется недостающим.',
  },
});
