import type { Bilingual } from '../../schemas/result.ts';
import type { Change } from '../cache/view.ts';
import type { WorklistItem } from '../worklist/item.ts';
import type { Waiting } from './sources.ts';

/** What the page says by itself; what is said of patients comes in the words of the region. */
export const WORDS = {
  title: { ru: 'Oka: узел клиники', en: 'Oka: the clinic’s edge' },
  today: { ru: 'Сегодня', en: 'Today' },
  worklist: { ru: 'Рабочий список', en: 'Worklist' },
  results: { ru: 'Результаты', en: 'Results' },
  waiting: { ru: 'Что ждёт', en: 'What waits' },
  meanwhile: { ru: 'Что изменилось', en: 'What changed' },
  signIn: { ru: 'Войти', en: 'Sign in' },
  signOut: { ru: 'Выйти', en: 'Sign out' },
  name: { ru: 'Имя пользователя', en: 'User name' },
  password: { ru: 'Пароль', en: 'Password' },
  wrong: { ru: 'Имя или пароль неверны.', en: 'Name or password is wrong.' },
  locked: { ru: 'Слишком много попыток. Подождите:', en: 'Too many tries. Wait:' },
  signInAgain: { ru: 'Войдите снова: сеанс окончен.', en: 'Sign in again: the session is over.' },
  noUsers: {
    ru: 'Пользователей ещё нет, поэтому здесь не видно ни одного пациента. Инженер добавляет их командой: oka edge user add ИМЯ --role clinician',
    en: 'There are no users yet, so no patient is shown here. The engineer adds one: oka edge user add NAME --role clinician',
  },
  refresh: { ru: 'Обновить', en: 'Refresh' },
  print: { ru: 'Печать: Ctrl+P', en: 'Print: Ctrl+P' },
  readOnly: { ru: 'Только чтение', en: 'Read only' },

  reachable: { ru: 'Регион на связи.', en: 'The region is reachable.' },
  away: { ru: 'СВЯЗИ С РЕГИОНОМ НЕТ', en: 'THE REGION IS NOT REACHABLE' },
  awaySince: { ru: 'с', en: 'since' },
  asOf: { ru: 'Данные на', en: 'As of' },
  ago: { ru: 'назад', en: 'ago' },
  olderMayBe: {
    ru: 'Показано то, что было известно тогда. В регионе может быть уже другое: новое здесь не появится, пока связи нет.',
    en: 'This is what was known then. The region may know otherwise by now: nothing new appears here until it is back.',
  },
  notYet: {
    ru: 'Регион ещё не ответил ни разу: здесь нет ничего. Это не значит, что результатов нет.',
    en: 'The region has not answered yet: there is nothing here. That does not mean that there are no results.',
  },
  connecting: { ru: 'Связь с регионом проверяется.', en: 'The region is being asked.' },
  refusedBy: { ru: 'Регион отвечает отказом', en: 'The region refuses' },
  clockOff: {
    ru: 'Часы этого узла расходятся с часами региона больше чем на 5 минут. Поправьте их: возраст данных может быть указан неверно.',
    en: 'The clock of this machine and the region’s differ by more than 5 minutes. Set it: ages may be wrong.',
  },
  notEncrypted: {
    ru: 'Данные на диске НЕ зашифрованы (нет ключа): только для разработки.',
    en: 'The data on the disk are NOT encrypted (no key): development only.',
  },
  cacheOff: { ru: 'Память узла выключена.', en: 'The memory of the edge is off.' },

  appointments: { ru: 'Приём', en: 'Appointments' },
  noAppointments: {
    ru: 'На этот день приёмов нет, насколько известно узлу.',
    en: 'No appointments on this day, as far as the edge knows.',
  },
  dayUnknown: { ru: 'Об этом дне узел ничего не знает.', en: 'The edge knows nothing of this day.' },
  notTaking: { ru: 'не состоится', en: 'does not take place' },
  emptyChart: { ru: 'В регионе о пациенте больше ничего нет.', en: 'The region knows nothing else of the patient.' },
  toDecide: { ru: 'Решить', en: 'To decide' },
  open: { ru: 'Не закрыто', en: 'Open' },
  news: { ru: 'Новое', en: 'New' },
  hisResults: { ru: 'Результаты за последние дни', en: 'Results of the last days' },
  more: { ru: 'и ещё', en: 'and more:' },
  with: { ru: 'врач', en: 'with' },

  noResults: {
    ru: 'За это время результатов не пришло, насколько известно узлу. Это не значит, что всё в норме.',
    en: 'No results in this time, as far as the edge knows. That does not mean that all is normal.',
  },
  nobodyNoted: { ru: 'никто не отметил', en: 'nobody has taken note' },
  noted: { ru: 'отмечено', en: 'noted' },
  overdue: { ru: 'срок истёк', en: 'overdue since' },
  inRecord: { ru: 'в карте с', en: 'in the record since' },
  notInRecord: { ru: 'карта ещё не подтвердила', en: 'the record system has not confirmed it' },
  recordRefused: { ru: 'система карт отказала', en: 'the record system refused' },
  version: { ru: 'версия', en: 'version' },
  onPreview: { ru: 'по предварительному изображению', en: 'on the preview' },
  withdrawn: { ru: 'ОТОЗВАНО', en: 'WITHDRAWN' },
  known: { ru: 'известно узлу с', en: 'known here since' },

  born: { ru: 'род.', en: 'born' },
  noName: { ru: 'Имя неизвестно', en: 'Name unknown' },
  nameDoubtful: { ru: 'Имя не подтверждено', en: 'Name not confirmed' },
  patient: { ru: 'Пациент', en: 'Patient' },
  number: { ru: 'карта №', en: 'number' },

  time: { ru: 'Время', en: 'Time' },
  service: { ru: 'Исследование', en: 'Examination' },
  modality: { ru: 'Аппарат', en: 'Modality' },
  accession: { ru: 'Номер', en: 'Accession' },
  state: { ru: 'Состояние', en: 'State' },
  urgent: { ru: 'СРОЧНО', en: 'URGENT' },
  provisional: { ru: 'без направления', en: 'without an order' },
  worklistOff: { ru: 'Рабочий список на этом узле выключен.', en: 'The worklist is off at this edge.' },
  doubts: {
    ru: 'Направление противоречит карте, сверьте с пациентом',
    en: 'The order contradicts the record, ask the patient',
  },
  orderCame: { ru: 'пришло направление, возможно, его', en: 'an order came that may be his' },
  worklistEmpty: { ru: 'В рабочем списке никого нет.', en: 'The worklist is empty.' },
  elsewhere: { ru: 'Направления, известные региону', en: 'Orders that the region knows' },
  walkIn: { ru: 'Пациент без направления', en: 'Patient without an order' },
  isThatOrder: { ru: 'Это его направление', en: 'This is his order' },
  wentAway: { ru: 'Ушёл без исследования', en: 'Went away unexamined' },
  walkInHint: {
    ru: 'Появится в рабочем списке аппарата как временная запись и, когда придёт направление, будет предложено связать их.',
    en: 'Appears on the modality’s worklist as provisional; when an order comes that may be his, you are asked.',
  },
  family: { ru: 'Фамилия', en: 'Family name' },
  given: { ru: 'Имя', en: 'Given name' },
  middle: { ru: 'Отчество', en: 'Patronymic' },
  birthDate: { ru: 'Дата рождения', en: 'Date of birth' },
  sex: { ru: 'Пол', en: 'Sex' },
  male: { ru: 'мужской', en: 'male' },
  female: { ru: 'женский', en: 'female' },
  unknown: { ru: 'неизвестен', en: 'unknown' },
  patientNumber: { ru: 'Номер карты (если есть)', en: 'Patient number (if any)' },
  add: { ru: 'Добавить', en: 'Add' },
  added: { ru: 'Добавлено в рабочий список.', en: 'Added to the worklist.' },
  notAdded: { ru: 'Не добавлено: проверьте поля.', en: 'Not added: look at the fields.' },

  waitsNothing: { ru: 'Ничего не ждёт.', en: 'Nothing waits.' },
  since: { ru: 'с', en: 'since' },
  whatToDo: { ru: 'Что сделать', en: 'What to do' },
  consult: { ru: 'Консультация', en: 'Consult' },
  consultOn: { ru: 'Идёт консультация: линия уступает ей до', en: 'A consult is on: the line gives way to it until' },
  consultOff: {
    ru: 'Перед сеансом связи нажмите кнопку: отправка снимков уступит линию видео.',
    en: 'Press before a session: the sending of images then leaves the line to it.',
  },
  begin30: { ru: 'Начать, 30 минут', en: 'Begin, 30 minutes' },
  begin60: { ru: 'Начать, 1 час', en: 'Begin, 1 hour' },
  end: { ru: 'Закончить', en: 'End' },

  noOutage: { ru: 'Перерывов связи за последнее время не было.', en: 'No outage lately.' },
  outage: { ru: 'Регион был недоступен', en: 'The region was away' },
  until: { ru: 'до', en: 'until' },
  stillReading: { ru: 'ещё читается', en: 'still being read' },
  nothingChanged: {
    ru: 'За это время ничего не изменилось.',
    en: 'Nothing changed in that time.',
  },
  atMost72: {
    ru: 'Перерыв длиннее 72 часов: показаны изменения последних 72 часов, остальное смотрите в карте.',
    en: 'Away for longer than 72 hours: changes of the last 72 hours are listed; look up the rest in the record.',
  },
  seen: { ru: 'Просмотрено', en: 'Seen' },
  seenBy: { ru: 'просмотрели', en: 'seen by' },
  unseen: { ru: 'не просмотрено', en: 'not seen' },

  forbidden: {
    ru: 'Эта страница показывает пациентов; ваша роль их не видит.',
    en: 'This page shows patients; your role does not see them.',
  },
  notFound: { ru: 'Такой страницы нет.', en: 'There is no such page.' },
  badForm: {
    ru: 'Форма устарела или пришла с чужой страницы. Откройте страницу снова.',
    en: 'The form is out of date or came from another page. Open the page again.',
  },
  cannotNow: {
    ru: 'Сейчас нельзя показать: запись в журнал доступа не удалась (диск узла). Позовите инженера.',
    en: 'It cannot be shown now: the access log cannot be written (disk of the edge). Call the engineer.',
  },
} as const satisfies Record<string, Bilingual>;

export const CHANGES: Readonly<Record<Change['what'], Bilingual>> = {
  withdrawn: { ru: 'отозвано', en: 'withdrawn' },
  new: { ru: 'новое', en: 'new' },
  changed: { ru: 'изменилось', en: 'changed' },
  acknowledged: { ru: 'отмечено врачом', en: 'noted by a physician' },
  'appointment-new': { ru: 'новый приём', en: 'new appointment' },
  'appointment-changed': { ru: 'приём изменён', en: 'appointment changed' },
};

export const STATES: Readonly<Record<WorklistItem['state'], Bilingual>> = {
  scheduled: { ru: 'ждёт', en: 'planned' },
  started: { ru: 'начато', en: 'started' },
};

/** In what the order contradicts the patient whom the clinic's system knows under the number. */
export const DOUBTS: Readonly<Record<WorklistItem['doubts'][number], Bilingual>> = {
  name: { ru: 'имя', en: 'name' },
  'birth-date': { ru: 'дата рождения', en: 'date of birth' },
  sex: { ru: 'пол', en: 'sex' },
};

export const WAITING: Readonly<Record<Waiting['state'], Bilingual>> = {
  good: { ru: 'работает', en: 'works' },
  waits: { ru: 'ждёт', en: 'waits' },
  trouble: { ru: 'нужна помощь', en: 'needs help' },
  off: { ru: 'выключено', en: 'off' },
};
