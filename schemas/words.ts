import type { Bilingual, FindingState, Severity } from './result.ts';

/** What a finding says, wherever a person reads it. `absent` is never "normal" and never green (contract 8). */
export const FINDING_WORDS: Readonly<Record<FindingState, Bilingual>> = {
  present: { ru: 'признаки выше порога', en: 'signs above the threshold' },
  indeterminate: { ru: 'не определено: между порогами', en: 'indeterminate: between the thresholds' },
  absent: {
    ru: 'признаков выше порога нет; ничего другого не искали',
    en: 'no signs above the threshold; nothing else was looked for',
  },
  'not-assessed': { ru: 'не оценивалось', en: 'not assessed' },
};

export const SEVERITY_WORDS: Readonly<Record<Severity, Bilingual>> = {
  critical: { ru: 'КРИТИЧЕСКИ ВАЖНО', en: 'CRITICAL' },
  warning: { ru: 'внимание', en: 'warning' },
  info: { ru: 'к сведению', en: 'for information' },
};
