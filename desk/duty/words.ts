import type { CallOutcome } from '../../schemas/api/duty.ts';
import type { Bilingual, Counted } from '../words/words.ts';

export const DUTY = {
  title: { ru: 'Дежурство', en: 'Duty' },
  clinic: { ru: 'Медицинская организация', en: 'Clinic' },
  noClinic: { ru: 'Вы не приписаны ни к одной медицинской организации.', en: 'You belong to no clinic.' },
  alarms: { ru: 'Тревоги и критические результаты', en: 'Alarms and critical results' },
  noCritical: {
    ru: 'Критических результатов, которые никто не принял, сейчас нет.',
    en: 'There is no critical result that nobody has acknowledged.',
  },
  more: { ru: 'и ещё; все стоят в рабочем списке', en: 'and more; all stand in the work list' },
  alarm: { ru: 'ТРЕВОГА', en: 'ALARM' },
  taken: { ru: 'тревогу взяли', en: 'the alarm is taken' },
  takenBy: { ru: 'Тревогу взял(а) {by}, {at}', en: 'The alarm was taken by {by}, {at}' },
  take: { ru: 'Беру тревогу на себя', en: 'I take the alarm' },
  taking: { ru: 'Отправляется…', en: 'Sending…' },
  notTaken: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Тревога не взята и звучит у других. Позвоните лечащему врачу.',
    en: 'NOT SENT: the region does not answer. The alarm is not taken and sounds elsewhere. Telephone the physician.',
  },
  left: { ru: 'осталось {left}', en: '{left} left' },
  overdue: { ru: 'просрочено на {left}', en: 'overdue by {left}' },
  noDeadline: { ru: 'срок не задан', en: 'no deadline is set' },
  asked: { ru: 'Кого спрашивали', en: 'Who was asked' },
  nobodyAsked: { ru: 'Ещё никого не спрашивали.', en: 'Nobody has been asked yet.' },
  open: { ru: 'Открыть и принять', en: 'Open and acknowledge' },
  name: { ru: 'имя неизвестно', en: 'name unknown' },
  soundTitle: { ru: 'Звук тревоги', en: 'Sound of the alarm' },
  soundOff: {
    ru: 'Звук на этом компьютере ещё не разрешён: тревога только видна.',
    en: 'Sound is not allowed on this computer yet: the alarm is only seen.',
  },
  soundOn: {
    ru: 'Звук разрешён: тревога будет слышна, пока её не возьмут.',
    en: 'Sound is allowed: the alarm is heard until it is taken.',
  },
  allow: { ru: 'Разрешить звук', en: 'Allow sound' },
  refused: {
    ru: 'Браузер не разрешил звук. Проверьте его настройки.',
    en: 'The browser does not allow sound. Check its settings.',
  },
  quiet: { ru: 'Без звука 2 минуты', en: 'Silent for 2 minutes' },
  banner: { ru: 'Тревога дежурства', en: 'Duty alarm' },
  toDuty: { ru: 'К тревогам', en: 'To the alarms' },
  calls: { ru: 'Кому позвонить', en: 'Whom to call' },
  noCalls: { ru: 'Звонить сейчас никому не нужно.', en: 'Nobody is to be called now.' },
  noNumber: { ru: 'номера нет', en: 'no number' },
  callFor: { ru: 'о критическом результате', en: 'about a critical result' },
  callCorrected: { ru: 'критический результат исправлен', en: 'a critical result was corrected' },
  callWithdrawn: { ru: 'критический результат отозван', en: 'a critical result was withdrawn' },
  callResult: { ru: 'Открыть результат', en: 'Open the result' },
  callDone: { ru: 'дозвонились', en: 'reached' },
  callOver: { ru: 'больше не нужно', en: 'no longer needed' },
  callNotSent: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи. Исход звонка не записан.',
    en: 'NOT SENT: no line. The outcome is not recorded.',
  },
  settled: { ru: 'Звонить больше не нужно: {n}', en: 'No call needed any more: {n}' },
  tried: { ru: 'Звонки', en: 'Calls' },
  reachedIsNot: {
    ru: '«Дозвонились» не значит «принято»: принимает сам врач.',
    en: '“Reached” is not “acknowledged”: that the physician does himself.',
  },
  onDuty: { ru: 'Кто дежурит', en: 'Who is on duty' },
  nobody: { ru: 'НИКОГО', en: 'NOBODY' },
  ofRegion: { ru: 'дежурство региона', en: 'the region’s duty' },
  insteadOf: { ru: 'вместо {who}', en: 'instead of {who}' },
  order: { ru: 'Спрашивают в этом порядке.', en: 'They are asked in this order.' },
  absentNow: { ru: 'Отсутствуют', en: 'Absent' },
  deputies: { ru: 'замещает {who}', en: 'stood in by {who}' },
  noDeputy: { ru: 'замещает дежурный', en: 'the physician on duty stands in' },
  noGateway: {
    ru: 'Почта и SMS не настроены: остаются страница и телефон.',
    en: 'Mail and SMS are not set up: the page and the telephone are left.',
  },
  offline: {
    ru: 'Связи с организацией нет с {at}: её врачей обходят.',
    en: 'No line to the clinic since {at}: others are asked.',
  },
  ehrSilent: { ru: 'Медицинская система молчит с {at}.', en: 'The record system is silent since {at}.' },
  week: { ru: 'Дежурства на неделю', en: 'The week' },
  showWeek: { ru: 'Показать неделю', en: 'Show the week' },
  day: { ru: 'День', en: 'Day' },
  atNoon: { ru: 'В полдень', en: 'At noon' },
  atNight: { ru: 'В полночь', en: 'At midnight' },
  absence: { ru: 'Отсутствие', en: 'Absence' },
  who: { ru: 'Кто', en: 'Who' },
  me: { ru: 'я', en: 'me' },
  from: { ru: 'С', en: 'From' },
  until: { ru: 'До', en: 'Until' },
  zone: { ru: 'по часам организации ({zone})', en: 'by the clinic’s clocks ({zone})' },
  deputy: { ru: 'Замещает', en: 'Stood in by' },
  anyDeputy: { ru: 'как указано в справочнике', en: 'as the directory says' },
  tell: { ru: 'Записать отсутствие', en: 'Record the absence' },
  told: { ru: 'Отсутствие записано.', en: 'The absence is recorded.' },
  needTimes: { ru: 'Укажите начало и конец; конец позже начала.', en: 'Give a beginning and a later end.' },
  needPerson: { ru: 'Выберите, кто отсутствует.', en: 'Choose who is absent.' },
  notTold: {
    ru: 'НЕ ОТПРАВЛЕНО: нет связи с регионом. Отсутствие не записано.',
    en: 'NOT SENT: the region does not answer. Nothing is recorded.',
  },
  changes: { ru: 'Изменения', en: 'Changes' },
  noChanges: { ru: 'Изменений нет.', en: 'There are no changes.' },
  swap: { ru: 'дежурит {by}', en: '{by} is on duty' },
  extra: { ru: 'дополнительно дежурит', en: 'on duty as well' },
  absent: { ru: 'отсутствует', en: 'absent' },
  saidBy: { ru: 'записал(а) {by}', en: 'recorded by {by}' },
  undo: { ru: 'Отменить', en: 'Take back' },
  undone: { ru: 'отменено', en: 'taken back' },
} as const satisfies Record<string, Bilingual>;

export const ALARMS: Counted = {
  ru: {
    one: '{n} критический результат никто не взял',
    few: '{n} критических результата никто не взял',
    many: '{n} критических результатов никто не взял',
  },
  en: { one: '{n} critical result is taken by nobody', many: '{n} critical results are taken by nobody' },
};

export const LEVELS: Readonly<Record<string, Bilingual>> = {
  red: { ru: 'красный', en: 'red' },
  orange: { ru: 'оранжевый', en: 'orange' },
  yellow: { ru: 'жёлтый', en: 'yellow' },
};

export const ROLES: Readonly<Record<string, Bilingual>> = {
  duty: { ru: 'Дежурный врач', en: 'Physician on duty' },
  'duty-radiologist': { ru: 'Дежурный рентгенолог', en: 'Radiologist on duty' },
};

export const OUTCOMES: Readonly<Record<CallOutcome, Bilingual>> = {
  reached: { ru: 'Дозвонились', en: 'Reached' },
  'no-answer': { ru: 'Не отвечает', en: 'No answer' },
  busy: { ru: 'Занято', en: 'Busy' },
  'wrong-number': { ru: 'Не тот номер', en: 'Wrong number' },
};
