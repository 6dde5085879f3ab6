import type { Language } from '../words/words.ts';

/** A model's score in per cent. It is never certain: 0.997 is “> 99 %” and not “100 %”, 0.002 is “< 1 %” and not “0 %”. */
export function scoreShown(probability: number, language: Language): string {
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
  if (probability > 0.99) return `> ${percent.format(0.99)}`;
  return probability < 0.01 ? `< ${percent.format(0.01)}` : percent.format(probability);
}
