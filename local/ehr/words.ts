import type { Bilingual, Result } from '../../schemas/result.ts';
import { FINDING_WORDS } from '../../schemas/words.ts';

/** The few words that the record system adds by itself; the sentences come with the result. */
export const WORDS = {
  unconfirmed: {
    ru: 'ИИ, предварительно, не подтверждено врачом',
    en: 'AI, preliminary, not confirmed by a physician',
  },
  byRule: {
    ru: 'Рассчитано по опубликованному правилу из данных карты; решает врач',
    en: 'Calculated by a published rule from the record; the physician decides',
  },
  ai: { ru: 'ИИ', en: 'AI' },
  whoSays: {
    ru: 'Находки ИИ на снимках предварительны и не подтверждены врачом; рекомендации рассчитаны по правилам. Решает врач.',
    en: 'AI findings are preliminary and not confirmed by a physician; advice is calculated by rules. The physician decides.',
  },
  soughtBy: { ru: 'ИИ-анализ снимка. Искали признаки', en: 'AI analysis of the image. Looked for signs of' },
  findings: { ru: 'Что увидел ИИ на снимках', en: 'AI findings' },
  advice: { ru: 'Рекомендации по карте пациента', en: 'Advice on the chart' },
  nothing: { ru: 'Результатов нет.', en: 'No results.' },
  otherAi: { ru: 'ИИ другого производителя', en: 'AI of another manufacturer' },
  deviceSays: { ru: 'Что сообщает программа', en: 'What the program states' },
  withdrawn: { ru: 'ОТОЗВАНО: больше не действует', en: 'WITHDRAWN: no longer holds' },
  todo: { ru: 'Что сделать', en: 'What to do' },
  basis: { ru: 'Основание', en: 'Rests on' },
  missing: { ru: 'Не хватает', en: 'Missing' },
  sources: { ru: 'Источники', en: 'Sources' },
  versions: { ru: 'Версии', en: 'Versions' },
  version: { ru: 'версия', en: 'version' },
  // Calibrated on the model's own films, where the finding is far more frequent than at an appointment.
  probability: {
    ru: 'оценка модели (калибрована на её данных, это не риск для данного пациента)',
    en: 'score of the model (calibrated on its own data, not the risk of this patient)',
  },
  preview: { ru: 'Снимок', en: 'Image' },
  heatMap: {
    ru: 'Что повлияло на сеть, а не где болезнь',
    en: 'What influenced the network, not where the disease is',
  },
  noPicture: { ru: 'изображение недоступно', en: 'the picture is not available' },
  onPreview: { ru: 'по предварительному изображению', en: 'on the preview' },
  born: { ru: 'дата рождения', en: 'born' },
  noName: { ru: 'Имя неизвестно', en: 'Name unknown' },
  unknown: { ru: 'неизвестна', en: 'unknown' },
  patients: { ru: 'Пациенты', en: 'Patients' },
  patient: { ru: 'Пациент', en: 'Patient' },
  latest: { ru: 'Результаты', en: 'Results' },
  applied: { ru: 'получено', en: 'received' },
} as const satisfies Record<string, Bilingual>;

export const VERDICT: Readonly<Record<NonNullable<Result['agreement']>['verdict'], Bilingual>> = {
  agrees: { ru: 'Заключение рентгенолога согласуется с ИИ', en: "The radiologist's report agrees with the AI" },
  disagrees: {
    ru: 'Заключение рентгенолога РАСХОДИТСЯ с ИИ; действует заключение врача',
    en: "The radiologist's report DISAGREES with the AI; the physician's report stands",
  },
  'not-comparable': {
    ru: 'Заключение рентгенолога нельзя сопоставить с ИИ',
    en: "The radiologist's report cannot be compared with the AI",
  },
};

/** A result in one short line, for lists and the history of its versions. */
export function oneLine({ result, said }: { result?: Result | undefined; said: readonly Bilingual[] }): Bilingual {
  const content = result?.content;
  if (content?.kind === 'advice') return content.summary;
  if (content?.kind === 'device-finding') {
    const name = [content.device.manufacturer, content.device.name].filter((part) => part !== undefined).join(' ');
    const [first] = content.says;
    const words = first === undefined ? '' : `: ${first.name}: ${first.value}`;
    return { ru: `${WORDS.otherAi.ru} (${name})${words}`, en: `${WORDS.otherAi.en} (${name})${words}` };
  }
  if (content?.kind === 'finding') {
    const { title } = content.label;
    const state = FINDING_WORDS[content.state];
    return { ru: `${title.ru}: ${state.ru}`, en: `${title.en}: ${state.en}` };
  }
  return said[0] ?? { ru: '–', en: '–' };
}
