import { ERRORS, type ErrorCode } from '../../schemas/errors.ts';

/** In Russian: what happened, what to do. For codes that can come out of a folder; the rest stays in English. */
const RUSSIAN: Partial<Record<ErrorCode, readonly [what: string, todo: string]>> = {
  'photo-without-patient': [
    'Не сказано, чьё это фото.',
    'Создайте папку с номером пациента и датой рождения (301 14.07.2023), положите фото в неё, а её — в общую папку.',
  ],
  'photo-two-patients': [
    'Папка с фото, папки вокруг неё или файл рядом с фото называют разных пациентов.',
    'Оставьте одного: номер и дату рождения того, чьё это фото.',
  ],
  'photo-without-time': [
    'В фото нет времени съёмки, так бывает после пересылки через мессенджер.',
    'Пришлите файл из самой камеры или допишите время к имени папки: снято 01.03.2026 10.15',
  ],
  'photo-format': [
    'Фото такого вида не читается, например HEIC телефона.',
    'Включите в телефоне «наиболее совместимый» формат (JPEG) и снимите ещё раз или сохраните фото как JPEG.',
  ],
  'photo-unreadable': [
    'Фото обрезано, повреждено или это не JPEG и не PNG.',
    'Скопируйте фото из камеры ещё раз, как JPEG или PNG.',
  ],
  'sidecar-malformed': [
    'Файл .json рядом с фото составлен неверно, или к нему нет фото.',
    'Исправьте указанное место; образец есть в docs/folder.md.',
  ],
  'zip-damaged': [
    'Архив ZIP повреждён: его содержимое не совпадает с его списком.',
    'Сделайте или скопируйте архив заново.',
  ],
  'zip-encrypted': ['Архив ZIP закрыт паролем.', 'Распакуйте его с паролем и положите сюда папку.'],
  'zip-method': [
    'Архив ZIP сжат способом, который не читается (Deflate64 больших файлов, LZMA, Zstandard).',
    'Сожмите его обычным способом (Deflate) или положите сюда распакованную папку.',
  ],
  'zip-too-large': [
    'Архив ZIP при распаковке стал бы слишком большим или сжат так, как настоящие снимки не сжимаются.',
    'Распакуйте его в другом месте, посмотрите, что в нём, и положите сюда папку; или увеличьте maxMediaGib.',
  ],
  'zip-nested': [
    'В архиве ZIP лежит другой архив ZIP, он не открывается.',
    'Распакуйте внутренний архив и положите его сюда отдельно.',
  ],
  'medium-incomplete': [
    'В оглавлении диска (DICOMDIR) названы файлы, которых здесь нет; остальные приняты.',
    'Скопируйте диск целиком ещё раз; если файлов нет и на нём, попросите новый.',
  ],
  'batch-incomplete': [
    'В пакете сказано другое число сообщений, чем в нём есть; те, что есть, приняты.',
    'Спросите отправителя, не оборвался ли файл, и пусть пришлёт недостающее.',
  ],
  'not-dicom': [
    'Это не DICOM, не HL7, не фото JPEG или PNG и не ZIP.',
    'Проверьте файл: сюда кладут снимки, сообщения HL7, фото и диски.',
  ],
  'dicom-truncated': ['Снимок обрывается раньше своих данных.', 'Скопируйте или пришлите снимок ещё раз.'],
  'dicom-structure': [
    'Строение файла DICOM нарушено.',
    'Пришлите снимок ещё раз; если повторится, сообщите изготовителю аппарата.',
  ],
  'dicom-value': ['Одно из значений не помещается в DICOM.', 'Исправьте названное место и положите файл снова.'],
  'image-too-large': ['Изображение больше, чем читается.', 'Пришлите его в меньшем виде.'],
  'not-hl7': ['В файле нет сообщения HL7 v2: сегмент MSH не найден.', 'Проверьте, что кладёт сюда отправитель.'],
  'hl7-too-large': ['Сообщение или пакет HL7 слишком велик.', 'Пусть отправитель разделит пакет.'],
  'hl7-structure': ['Сообщение HL7 нельзя прочитать.', 'Исправьте названное место и положите файл снова.'],
  'hl7-processing': [
    'Сообщение помечено как учебное или отладочное (MSH-11), а здесь настоящие пациенты.',
    'Поставьте в отправителе MSH-11 = P.',
  ],
  'unreadable-file': ['Файл нельзя прочитать.', 'Проверьте права на файл и сам диск; файл остался на своём месте.'],
};

/** One sentence of what is wrong, in both languages, for a file beside the one that was put aside. Names no patient. */
export function noteText(code: ErrorCode, at: string, detail?: string, more: readonly string[] = []): string {
  const { meaning, whatToDo } = ERRORS[code];
  const [what, todo] = RUSSIAN[code] ?? [meaning, whatToDo];
  const place = detail === undefined ? '' : ` (${detail})`;
  const lines = [
    `Что случилось: ${what}`,
    `Что сделать: ${todo}`,
    '',
    `What happened: ${meaning}`,
    `What to do: ${whatToDo}`,
    '',
    `${code}${place}  ${at}`,
    ...(more.length === 0 ? [] : ['', ...more]),
  ];
  // Notepad of older Windows shows Russian only behind a byte order mark, and lines only with both signs of their end.
  return `\ufeff${lines.join('\r\n')}\r\n`;
}

export const hasRussian = (code: ErrorCode): boolean => RUSSIAN[code] !== undefined;
