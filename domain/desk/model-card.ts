import type { DeskModelCard } from '../../schemas/api/desk-result.ts';
import type { ModelManifest } from '../../schemas/manifest.ts';
import type { Bilingual, Finding } from '../../schemas/result.ts';

/** The card of a model in plain words, from its manifest: figures on films that it had not seen, and what it is not for. */
export function modelCard(
  manifest: ModelManifest,
  { research, label }: Pick<Finding, 'research' | 'label'>,
): DeskModelCard {
  const { title, version, intendedUse, data } = manifest;
  const { auc, aucCi95, sensitivity, specificity, n, notAssessed } = manifest.figures.test;
  const testedOn: Bilingual = {
    en: `${n} films that the model did not see in training (${data.name}); it refused ${notAssessed} more`,
    ru: `Снимки, которых модель не видела при обучении: ${n} (${data.name}); ещё ${notAssessed} она отказалась оценивать`,
  };
  return {
    ...{ title, version, intendedFor: intendedUse.text, notFor: intendedUse.outOfScope, testedOn },
    ...{ auc, aucCi95, sensitivity, specificity, films: n, notAssessed },
    sentences: sentences(manifest, label.title),
    ...(research ? { research } : {}),
  };
}

/** Shares as people count: of a hundred films. */
function sentences({ figures }: ModelManifest, label: Bilingual): Bilingual[] {
  const { sensitivity, specificity, auc, aucCi95 } = figures.test;
  const [found, wrong] = [ofHundred(sensitivity), ofHundred(1 - specificity)];
  const [low, high] = aucCi95;
  const name = { en: lower(label.en), ru: lower(label.ru) };
  return [
    {
      en: `In the test, of 100 films with signs of ${name.en} it marked ${found} and missed ${100 - found}.`,
      ru: `При проверке из 100 снимков с признаками (${name.ru}) она отмечала ${found} и пропускала ${100 - found}.`,
    },
    {
      en: `Of 100 films without them it marked ${wrong} by mistake.`,
      ru: `Из 100 снимков без признаков она ошибочно отмечала ${wrong}.`,
    },
    {
      en: `AUC ${auc.toFixed(3)} (95 % confidence interval ${low.toFixed(3)}–${high.toFixed(3)}), where 0.5 is a guess and 1 is never wrong.`,
      ru: `AUC ${comma(auc)} (95 % доверительный интервал ${comma(low)}–${comma(high)}), где 0,5 – угадывание, 1 – ни одной ошибки.`,
    },
    {
      en: 'Figures of a test; in your clinic they may be worse.',
      ru: 'Это показатели проверки; в вашей организации они могут быть хуже.',
    },
  ];
}

const ofHundred = (share: number): number => Math.round(share * 100);
const comma = (value: number): string => value.toFixed(3).replace('.', ',');
const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
