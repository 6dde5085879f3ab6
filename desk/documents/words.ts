import type { DeskDocument } from '../../schemas/api/desk-chart.ts';
import type { Bilingual } from '../words/words.ts';

/** Words of documents, curves and loops. */
export const DOCUMENTS = {
  document: { ru: 'Документ', en: 'Document' },
  toChart: { ru: 'К карте пациента', en: 'To the chart' },
  noDate: { ru: 'дата не указана', en: 'no date given' },
  noAuthor: { ru: 'автор не указан', en: 'no author given' },
  noParts: {
    ru: 'Файлов и текста в документе нет: прислано только сообщение о нём.',
    en: 'It has no file and no text: only the word of it was sent.',
  },
  elsewhere: {
    ru: 'Файл остался у отправителя: прислана только ссылка. Спросите его там.',
    en: 'The file stayed with its sender: only an address was sent. Ask for it there.',
  },
  play: { ru: 'Пуск', en: 'Play' },
  pause: { ru: 'Пауза', en: 'Pause' },
  before: { ru: 'Кадр назад', en: 'Previous frame' },
  after: { ru: 'Кадр вперёд', en: 'Next frame' },
  speed: { ru: 'Скорость', en: 'Speed' },
  frame: { ru: 'Кадр {n} из {all}', en: 'Frame {n} of {all}' },
  loading: { ru: 'загружено кадров: {have} из {all}', en: '{have} of {all} frames loaded' },
  rendered: {
    ru: 'Кадры подготовил сервер (JPEG, 8 бит): для обзора, не для заключения',
    en: 'Frames made by the server (JPEG, 8 bits): for a look, not for reading',
  },
  still: {
    ru: 'В системе включено «меньше движения»: петля стоит, пока вы её не запустите.',
    en: 'Your system asks for less motion: the loop stands until you start it.',
  },
  open: { ru: 'Открыть PDF', en: 'Open PDF' },
  save: { ru: 'Сохранить файл', en: 'Save the file' },
  ready: { ru: 'Документ загружен ({size} КБ).', en: 'The document is loaded ({size} KB).' },
  notPdf: {
    ru: 'Файл не похож на PDF; открыть его здесь нельзя, можно сохранить.',
    en: 'The file does not look like a PDF; it cannot be opened here, only saved.',
  },
  failed: { ru: 'Документ не загрузился.', en: 'The document did not load.' },
  retry: { ru: 'Повторить', en: 'Try again' },
  coming: { ru: 'Загружается…', en: 'Loading…' },
  ecg: { ru: 'ЭКГ, 25 мм/с, 10 мм/мВ', en: 'ECG, 25 mm/s, 10 mm/mV' },
  ecgAlone: {
    ru: 'Запись показана как есть; заключения по ней здесь нет.',
    en: 'The recording as it is; there is no reading of it here.',
  },
  scaled: { ru: 'Масштаб сверен с этим экраном.', en: 'The scale was checked on this screen.' },
  unscaled: {
    ru: 'Масштаб экрана не сверен: миллиметры могут быть неточны. Меряйте по клеткам: крупная клетка – 0,2 с и 0,5 мВ.',
    en: 'The scale of this screen is not checked: millimetres may be off. Count squares: a large one is 0.2 s and 0.5 mV.',
  },
  check: { ru: 'Сверить масштаб', en: 'Check the scale' },
  checking: {
    ru: 'Приложите к полосе банковскую карту длинной стороной (85,6 мм) и подберите такую же длину.',
    en: 'Hold the long side of a bank card (85.6 mm) to the bar and make it as long.',
  },
  barLength: { ru: 'Длина полосы', en: 'Length of the bar' },
  done: { ru: 'Готово', en: 'Done' },
  onlyNamed: {
    ru: 'Этот объект здесь не показывается; он хранится и открывается программой просмотра в вашей организации.',
    en: "This object is not shown here; it is kept, and the clinic's viewer can open it.",
  },
} as const satisfies Record<string, Bilingual>;

/** How a document stands, in its sender's word. */
export const STANDS: Readonly<Record<NonNullable<DeskDocument['stands']>, Bilingual>> = {
  preliminary: { ru: 'предварительный', en: 'preliminary' },
  final: { ru: 'окончательный', en: 'final' },
  amended: { ru: 'исправленный', en: 'amended' },
  superseded: { ru: 'заменён новым документом', en: 'superseded by a newer document' },
  'entered-in-error': { ru: 'ОШИБОЧНЫЙ, отозван', en: 'ENTERED IN ERROR, withdrawn' },
};
