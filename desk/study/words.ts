import type { Bilingual, Counted } from '../words/words.ts';

/** Words of the study view. */
export const STUDY = {
  title: { ru: 'Исследование', en: 'Study' },
  chart: { ru: 'Карта пациента', en: 'Chart of the patient' },
  preview: { ru: 'Предпросмотр, не для заключения', en: 'Preview, not for reading' },
  waiting: { ru: 'Снимок загружается…', en: 'The image is loading…' },
  part: {
    ru: '{bits} бит, {columns}×{rows} из {allColumns}×{allRows}: ещё не весь снимок, не для заключения',
    en: '{bits} bits, {columns}×{rows} of {allColumns}×{allRows}: not the whole image yet, not for reading',
  },
  partBehind: {
    ru: '{bits} бит, {columns}×{rows} из {allColumns}×{allRows}: окно уже работает; на экране пока предпросмотр, он не для заключения',
    en: '{bits} bits, {columns}×{rows} of {allColumns}×{allRows}: the window works; the screen still shows the preview, not for reading',
  },
  whole: {
    ru: 'Снимок целиком: {bits} бит, {allColumns}×{allRows}, без потерь. Для описания нужен диагностический монитор',
    en: 'Whole image: {bits} bits, {allColumns}×{allRows}, lossless. Reading needs a diagnostic display',
  },
  wholeLossy: {
    ru: 'Снимок целиком: {bits} бит, {allColumns}×{allRows}. Аппарат сжал его с потерями',
    en: 'Whole image: {bits} bits, {allColumns}×{allRows}. The device compressed it with loss',
  },
  rendered: {
    ru: 'Картинка сервера, 8 бит, {columns}×{rows} из {allColumns}×{allRows}: исходные значения этого снимка сюда не передаются',
    en: 'Picture made by the server, 8 bits, {columns}×{rows} of {allColumns}×{allRows}: the values of this image do not come here',
  },
  decoderFailed: {
    ru: 'Картинка сервера, 8 бит, {columns}×{rows} из {allColumns}×{allRows}: декодер в этом браузере не запустился',
    en: 'Picture made by the server, 8 bits, {columns}×{rows} of {allColumns}×{allRows}: no decoder runs in this browser',
  },
  coming: { ru: 'загружено {have} из {total}', en: '{have} of {total} loaded' },
  stopped: { ru: 'Связь прервалась; показано то, что пришло', en: 'The line broke; what came is shown' },
  tools: { ru: 'Инструменты снимка', en: 'Image tools' },
  window: { ru: 'Окно', en: 'Window' },
  move: { ru: 'Сдвиг', en: 'Move' },
  length: { ru: 'Длина', en: 'Length' },
  larger: { ru: 'Крупнее', en: 'Larger' },
  smaller: { ru: 'Мельче', en: 'Smaller' },
  fit: { ru: 'Вписать', en: 'Fit' },
  oneToOne: { ru: '1:1', en: '1:1' },
  invert: { ru: 'Негатив', en: 'Invert' },
  reset: { ru: 'Сбросить', en: 'Reset' },
  clearLengths: { ru: 'Убрать длины', en: 'Clear lengths' },
  preset: { ru: 'Готовое окно', en: 'Preset' },
  own: { ru: 'Своё', en: 'Own' },
  centre: { ru: 'Центр', en: 'Centre' },
  width: { ru: 'Ширина', en: 'Width' },
  windowIs: { ru: 'Окно: центр {centre}, ширина {width}', en: 'Window: centre {centre}, width {width}' },
  noWindow: { ru: 'У цветного снимка окна нет', en: 'A colour image has no window' },
  keys: { ru: 'Клавиши', en: 'Keys' },
  millimetres: { ru: 'Миллиметры: {where}', en: 'Millimetres: {where}' },
  value: { ru: 'Значение: {value}', en: 'Value: {value}' },
  series: { ru: 'Серия', en: 'Series' },
  image: { ru: 'Снимок', en: 'Image' },
  imageOf: { ru: 'Снимок {n} из {all}', en: 'Image {n} of {all}' },
  earlier: { ru: 'Предыдущий снимок', en: 'Previous image' },
  later: { ru: 'Следующий снимок', en: 'Next image' },
  nothing: { ru: 'В исследовании нет изображений, которые можно показать.', en: 'Nothing in this study can be shown.' },
  heatMap: { ru: 'Тепловая карта', en: 'Heat map' },
  heatMapLegend: {
    ru: 'Показывает, куда смотрела модель, а не где болезнь',
    en: 'Shows where the model looked, not where the disease is',
  },
  ai: { ru: 'ИИ, не подтверждено', en: 'AI, unconfirmed' },
  stage: { ru: 'Снимок: {what}', en: 'Image: {what}' },
  stageHelp: {
    ru: 'Стрелки меняют окно, с Shift двигают снимок; плюс и минус – масштаб; Enter в режиме длины ставит точку.',
    en: 'Arrows change the window, with Shift they move the image; plus and minus zoom; Enter sets a point of a length.',
  },
} as const satisfies Record<string, Bilingual>;

/** A length, and where it holds. */
export const LENGTHS = {
  mm: { ru: '{mm} мм', en: '{mm} mm' },
  pixels: { ru: '{pixels} пикс.', en: '{pixels} px' },
  patient: { ru: 'в плоскости среза', en: 'in the plane of the slice' },
  calibrated: { ru: 'по калибровке: {how}', en: 'calibrated: {how}' },
  calibratedPlain: { ru: 'по калибровке аппарата', en: 'calibrated by the device' },
  detector: {
    ru: 'на детекторе; в теле меньше',
    en: 'at the detector; smaller in the body',
  },
  magnified: {
    ru: 'на детекторе; аппарат указал увеличение ×{by}',
    en: 'at the detector; the device states a magnification of ×{by}',
  },
  'scanned-film': { ru: 'на отсканированной плёнке', en: 'on the scanned film' },
  unsaid: { ru: 'где – аппарат не указал', en: 'the device does not say where' },
  region: { ru: 'по шкале этой области', en: "by this region's scale" },
  'no-spacing': { ru: 'у снимка их нет, только пиксели', en: 'this image has none, only pixels' },
  across: { ru: 'концы в разных шкалах', en: 'the ends lie in different scales' },
  cursor: { ru: 'Точка: столбец {x}, строка {y}', en: 'Point: column {x}, row {y}' },
  begun: { ru: 'Первая точка поставлена', en: 'The first point is set' },
} as const satisfies Record<string, Bilingual>;

export const PRIOR = {
  beside: { ru: 'Рядом: {date}', en: 'Beside: {date}' },
  title: { ru: 'Предыдущее исследование от {date}', en: 'Earlier study of {date}' },
  none: {
    ru: 'Предыдущих исследований этой области в регионе нет',
    en: 'The region has no earlier study of this part',
  },
  atClinic: {
    ru: 'Есть описание от {date}; изображения есть только в самой организации',
    en: 'There is a report of {date}; its images are at the clinic only',
  },
  loading: { ru: 'Ищется предыдущее исследование…', en: 'Looking for an earlier study…' },
  failed: { ru: 'Не удалось узнать о предыдущих исследованиях', en: 'Earlier studies could not be looked up' },
  linkZoom: { ru: 'Масштаб вместе', en: 'Zoom together' },
  linkWindow: { ru: 'Окно вместе', en: 'Window together' },
  current: { ru: 'Текущее исследование', en: 'Current study' },
} as const satisfies Record<string, Bilingual>;

export const KINDS = {
  film: { ru: 'снимок', en: 'image' },
  loop: { ru: 'кинопетля', en: 'loop' },
  pdf: { ru: 'документ PDF', en: 'PDF document' },
  curves: { ru: 'кривые', en: 'curves' },
  report: { ru: 'структурированный отчёт', en: 'structured report' },
  video: { ru: 'видео', en: 'video' },
  other: { ru: 'объект без изображения', en: 'object without a picture' },
} as const satisfies Record<string, Bilingual>;

export const COUNTS = {
  frames: {
    ru: { one: '{n} кадр', few: '{n} кадра', many: '{n} кадров' },
    en: { one: '{n} frame', many: '{n} frames' },
  },
} as const satisfies Record<string, Counted>;
