import type { Bilingual, Finding } from '../../schemas/result.ts';

/** Why nothing was assessed, for a physician. Keys are the stable reasons of `Finding.reason`. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  'age-missing': {
    en: 'the age is unknown: neither the record nor the image states it',
    ru: 'возраст неизвестен: его нет ни в карте, ни в снимке',
  },
  'age-outside': {
    en: 'the patient is outside the age the model is made for',
    ru: 'возраст пациента вне пределов, для которых предназначена модель',
  },
  'age-contradictory': {
    en: 'the sources contradict each other about the age',
    ru: 'сведения о возрасте противоречат друг другу',
  },
  modality: { en: 'the model does not read this modality', ru: 'модель не предназначена для этого вида исследования' },
  'body-part': {
    en: 'the body part is another one or is not stated',
    ru: 'область исследования другая или не указана',
  },
  view: { en: 'the projection is another one or is not stated', ru: 'проекция другая или не указана' },
  photometric: {
    en: 'the model does not read images of this colour form',
    ru: 'формат пикселей изображения модели не подходит',
  },
  size: { en: 'the image is too small', ru: 'разрешение изображения слишком мало' },
  quality: {
    en: 'the image differs too much from the films the model knows',
    ru: 'изображение слишком отличается от снимков, известных модели',
  },
  decode: { en: 'the pixels could not be read', ru: 'изображение не удалось прочитать' },
};

const unknownReason: Bilingual = { en: 'the reason is not stated', ru: 'причина не указана' };

/**
 * What a finding says, for a physician. `absent` never reads "normal" (contract 8), a preview says that it is one, and
 * nothing is claimed beyond the one label. Percentages are left to the page that shows them with the thresholds.
 */
export function findingText(finding: Finding): Bilingual {
  const { en, ru } = finding.label.title;
  switch (finding.state) {
    case 'present':
      return finding.basis === 'preview'
        ? {
            en: `Suspected on preview: signs of ${lower(en)}. The full image follows. Preliminary, to be confirmed by a physician.`,
            ru: `Подозрение по изображению сниженного качества: ${lower(ru)}. Результат по полному снимку будет позже. Предварительно, требует подтверждения врачом.`,
          }
        : {
            en: `Signs of ${lower(en)} above the threshold. Preliminary, to be confirmed by a physician.`,
            ru: `Признаки выше порога: ${lower(ru)}. Предварительно, требует подтверждения врачом.`,
          };
    case 'absent':
      return {
        en: `No signs of ${lower(en)} above the threshold; nothing else was looked for.`,
        ru: `Признаков выше порога нет (${lower(ru)}); ничего другого не искали.`,
      };
    case 'indeterminate':
      return {
        en: `Signs of ${lower(en)} are possible: the value lies between the thresholds, neither found nor excluded.`,
        ru: `Неопределённый результат (${lower(ru)}): значение между порогами, признаки не подтверждены и не исключены.`,
      };
    case 'not-assessed': {
      const reason = REASONS[finding.reason ?? ''] ?? unknownReason;
      return {
        en: `Not assessed for ${lower(en)}: ${reason.en}. This says nothing about the patient.`,
        ru: `Не оценено (${lower(ru)}): ${reason.ru}. Это не говорит ни за, ни против заболевания.`,
      };
    }
  }
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
