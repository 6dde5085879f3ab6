import type { Bilingual, Finding } from '../../schemas/result.ts';

/** Why nothing was assessed, for a physician. Keys are the stable reasons of `Finding.reason`. */
const REASONS: Readonly<Record<string, Bilingual>> = {
  'age-missing': {
    en: 'the age is unknown: neither the record nor the image states it. Enter the birth date in the record; the image is then assessed by itself',
    ru: 'возраст неизвестен: его нет ни в карте, ни в снимке. Внесите дату рождения в карту, снимок будет оценён без повторной отправки',
  },
  'age-outside': {
    en: 'the patient is outside the age the model is made for. The image is read by the physician alone',
    ru: 'возраст пациента вне пределов, для которых предназначена модель. Снимок описывает только врач',
  },
  'age-contradictory': {
    en: 'the sources contradict each other about the age. Check the birth date in the record, the date of the image and whether it belongs to this patient',
    ru: 'сведения о возрасте противоречат друг другу. Проверьте дату рождения в карте, дату снимка и его принадлежность этому пациенту',
  },
  modality: {
    en: 'the model does not read this modality. The image is read by the physician alone',
    ru: 'модель не предназначена для этого вида исследования. Снимок описывает только врач',
  },
  secondary: {
    en: 'the image was made from another one by a program. Send the film as the modality made it',
    ru: 'изображение получено из другого снимка программой. Отправьте исходный снимок с аппарата',
  },
  'body-part': {
    en: 'the body part is another one or is not stated. If it is missing, state it at the modality or in the order',
    ru: 'область исследования другая или не указана. Если она не указана, укажите её на аппарате или в направлении',
  },
  view: {
    en: 'the projection is another one or is not stated. If it is missing, state it at the modality or in the order',
    ru: 'проекция другая или не указана. Если она не указана, укажите её на аппарате или в направлении',
  },
  photometric: {
    en: 'the model does not read images of this colour form. Send the greyscale original from the modality',
    ru: 'формат пикселей изображения модели не подходит. Отправьте исходный полутоновый снимок с аппарата',
  },
  size: {
    en: 'the image is too small. Send the original, not a reduced copy',
    ru: 'разрешение изображения слишком мало. Отправьте исходный снимок, а не уменьшенную копию',
  },
  quality: {
    en: 'the image differs too much from the films the model knows. The image is read by the physician alone',
    ru: 'изображение слишком отличается от снимков, известных модели. Снимок описывает только врач',
  },
  'quality-blank': {
    en: 'the image is blank. Check that the exposure was made and send the image again',
    ru: 'изображение пустое. Проверьте, что экспозиция состоялась, и отправьте снимок заново',
  },
  'quality-exposure': {
    en: 'the image is too dark or too bright. Check the exposure and the window stored with the image',
    ru: 'изображение слишком тёмное или слишком светлое. Проверьте экспозицию и сохранённое со снимком окно',
  },
  'quality-contrast': {
    en: 'the contrast of the image is too low or too high. Check the window stored with the image and send it again',
    ru: 'контраст изображения слишком низкий или слишком высокий. Проверьте сохранённое со снимком окно и отправьте снимок заново',
  },
  'quality-inverted': {
    en: 'black and white are exchanged. Check the photometric interpretation that the modality writes',
    ru: 'чёрное и белое поменяны местами. Проверьте, какую фотометрическую интерпретацию записывает аппарат',
  },
  'quality-rotated': {
    en: 'the image lies on its side or upside down. Turn it upright at the modality and send it again',
    ru: 'снимок лежит на боку или перевёрнут. Поверните его на аппарате и отправьте заново',
  },
  'quality-cropped': {
    en: 'a part of the examined region is missing from the image, or it fills too little of it. Send the whole, uncropped image',
    ru: 'на снимке видна не вся область исследования или она занимает слишком малую его часть. Отправьте снимок целиком, без обрезки',
  },
  'quality-text': {
    en: 'the image shows text or a drawing, no radiograph. Send the radiograph itself',
    ru: 'на изображении текст или рисунок, а не рентгенограмма. Отправьте саму рентгенограмму',
  },
  'pixels-body-part': {
    en: 'the image shows another body part than its header states. Check the examination and send it under the right name',
    ru: 'на снимке не та область, что указана в заголовке. Проверьте исследование и отправьте снимок с верным указанием области',
  },
  'pixels-view': {
    en: 'the image shows another projection than its header states. Check the projection; a lateral film is read by the physician alone',
    ru: 'на снимке не та проекция, что указана в заголовке. Проверьте проекцию; боковой снимок описывает только врач',
  },
  'out-of-distribution': {
    en: 'the image differs too much from the films the model was tested on. The image is read by the physician alone',
    ru: 'снимок слишком отличается от тех, на которых модель проверена. Снимок описывает только врач',
  },
  laterality: {
    en: 'the image does not state which side it shows. State it at the modality and send the image again',
    ru: 'в снимке не указана сторона. Укажите её на аппарате и отправьте снимок заново',
  },
  'model-suspended': {
    en: 'the model is suspended for this clinic while its work is being checked',
    ru: 'работа модели в этой медицинской организации приостановлена на время проверки',
  },
  'study-incomplete': {
    en: '“no signs” cannot be said of a part of the images. Send the missing ones; the study is then assessed by itself',
    ru: 'по части снимков нельзя сказать, что признаков нет. Дошлите недостающие: исследование будет оценено без нового запроса',
  },
  'part-not-assessed': {
    en: 'one of the images could not be assessed, and “no signs” is not said of the others alone. The images are read by the physician; one that was repeated is rejected at the modality or the PACS, and the study is then assessed by itself',
    ru: 'один из снимков не удалось оценить, а по остальным нельзя сказать, что признаков нет. Снимки описывает врач; если снимок переделан, отбракуйте неудачный на аппарате или в архиве: исследование будет оценено без нового запроса',
  },
  decode: { en: 'the pixels could not be read', ru: 'изображение не удалось прочитать' },
};

const unknownReason: Bilingual = { en: 'the reason is not stated', ru: 'причина не указана' };

/** Why nothing was assessed, and what to do about it. */
export const reasonWords = (reason: string | undefined): Bilingual => REASONS[reason ?? ''] ?? unknownReason;

/** In front of all else: an answer about half a study must not read like one about the whole. */
const INCOMPLETE: Bilingual = {
  en: 'Not all images of the study have arrived and been measured. ',
  ru: 'Исследование неполное: получены или обработаны не все снимки. ',
};

/**
 * What a finding says, for a physician. `absent` never reads "normal" (contract 8), a preview says that it is one, and
 * nothing is claimed beyond the one label. Percentages are left to the page that shows them with the thresholds.
 */
export function findingText(finding: Finding): Bilingual {
  const { en, ru } = saidOfImages(finding);
  return finding.incomplete ? { en: `${INCOMPLETE.en}${en}`, ru: `${INCOMPLETE.ru}${ru}` } : { en, ru };
}

const SIDES = { L: { en: ', left side,', ru: ', слева' }, R: { en: ', right side,', ru: ', справа' } } as const;

function saidOfImages(finding: Finding): Bilingual {
  const side = finding.side && SIDES[finding.side];
  const en = `${finding.label.title.en}${side?.en ?? ''}`;
  const ru = `${finding.label.title.ru}${side?.ru ?? ''}`;
  switch (finding.state) {
    case 'present':
      return finding.basis === 'preview'
        ? {
            en: `Suspected on preview: signs of ${lower(en).replace(/,$/, '')}. The full image follows. Preliminary, to be confirmed by a physician.`,
            ru: `Подозрение по снимку сниженного разрешения: ${lower(ru)}. Результат по полному снимку будет позже. Предварительно, требует подтверждения врачом.`,
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
      const reason = reasonWords(finding.reason);
      return {
        en: `Not assessed for ${lower(en).replace(/,$/, '')}: ${reason.en}. This says nothing about the patient.`,
        ru: `Не оценено (${lower(ru)}): ${reason.ru}. Это не говорит ни за, ни против заболевания.`,
      };
    }
  }
}

const lower = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
