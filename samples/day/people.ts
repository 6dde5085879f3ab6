/** The people of the sample day. All are invented; the surnames mean "fable", "tale", "made up" and the like. */
export type Person = {
  readonly key: string;
  readonly family: string;
  readonly given: string;
  readonly patronymic: string;
  readonly sex: 'M' | 'F';
  readonly ageMonths: number;
  /** The clinic that keeps his record, and his number there. */
  readonly clinic: 'district' | 'post';
  readonly number: string;
};

type Row = readonly [key: string, name: string, sex: 'M' | 'F', ageMonths: number];

const years = (count: number): number => count * 12 + 5;

const DISTRICT: readonly Row[] = [
  ['child-agrees', 'Небылицын Пётр Фомич', 'M', 26],
  ['child-clear', 'Сказкина Алёна Фоминична', 'F', 34],
  ['child-disagrees', 'Былинкин Егор Лукич', 'M', 48],
  ['child-severe', 'Потешкина Мила Саввична', 'F', 15],
  ['child-late-order', 'Присказкин Фёдор Ильич', 'M', 40],
  ['child-contradicted', 'Выдумкин Лев Назарович', 'M', 55],
  ['child-no-age', 'Загадкина Уля Прокопьевна', 'F', 30],
  ['child-twice', 'Побаскин Ким Демьянович', 'M', 61],
  ['child-between', 'Небывальцева Зоя Титовна', 'F', 22],
  ['child-same-accession', 'Вымыслов Тихон Карпович', 'M', 37],
  ['adult-film', 'Притчин Савелий Миронович', 'M', years(45)],
  ['curb-high', 'Басенкина Агафья Сидоровна', 'F', years(78)],
  ['curb-low', 'Фантазёров Антип Львович', 'M', years(33)],
  ['potassium-silent', 'Мнимая Пелагея Фроловна', 'F', years(67)],
  ['potassium-answered', 'Небывалов Трофим Егорович', 'M', years(71)],
  ['potassium-haemolysed', 'Легендина Варвара Юрьевна', 'F', years(52)],
  ['metformin', 'Примеров Аким Власович', 'M', years(64)],
  ['kidney', 'Образцова Евдокия Ивановна', 'F', years(73)],
  ['warfarin', 'Вымышленный Захар Осипович', 'M', years(69)],
  ['film-again', 'Сочинилова Клавдия Павловна', 'F', years(58)],
  ['clock-ahead', 'Сновидов Архип Гаврилович', 'M', years(49)],
  ['merged', 'Миражова Ульяна Кузьминична', 'F', years(62)],
  ['sent-twice', 'Небылов Макар Авдеевич', 'M', years(55)],
  ['corrected', 'Придумкина Ефросинья Ильинична', 'F', years(70)],
  ['appointment', 'Эскизов Прохор Денисович', 'M', years(41)],
  ['normal-1', 'Черновикова Степанида Львовна', 'F', years(36)],
  ['normal-2', 'Набросков Еремей Фадеевич', 'M', years(47)],
  ['normal-3', 'Макетова Лукерья Саввична', 'F', years(29)],
  ['broken-record', 'Опечаткин Нил Нилович', 'M', years(50)],
  ['unknown-event', 'Загадов Устин Петрович', 'M', years(57)],
  ['foreign-domain', 'Ничейная Марфа Никитична', 'F', years(44)],
  ['unmapped', 'Безкодов Мирон Силыч', 'M', years(60)],
  ['accent', 'Ёлкина-Шаблонова Фёкла Артёмовна', 'F', years(39)],
  ['doctor-away', 'Ожидалова Таисья Миновна', 'F', years(63)],
];

const POST: readonly Row[] = [
  ['post-same-accession', 'Баснин Илья Родионович', 'M', 28],
  ['post-clear', 'Прибауткина Нюра Егоровна', 'F', 44],
  ['post-pneumonia', 'Сказителев Ваня Ефимович', 'M', 19],
  ['post-unmeasured', 'Небылкина Дуня Захаровна', 'F', 51],
  ['post-corrupt', 'Фольклорова Тася Игнатьевна', 'F', 33],
  ['post-clear-2', 'Частушкин Гриша Матвеевич', 'M', 66],
  ['post-adult', 'Летописцева Прасковья Кузьминична', 'F', years(66)],
  ['post-two-films', 'Двоеточкина Ася Глебовна', 'F', 37],
  ['post-broken-off', 'Прерывин Юра Петрович', 'M', 30],
  ['post-no-order', 'Безнаказова Лиза Юрьевна', 'F', 45],
];

const people = (clinic: Person['clinic'], prefix: number, rows: readonly Row[]): Person[] =>
  rows.map(([key, name, sex, ageMonths], index) => {
    const [family, given, patronymic] = name.split(' ') as [string, string, string];
    return { key, family, given, patronymic, sex, ageMonths, clinic, number: String(prefix + index + 1) };
  });

export const PEOPLE: readonly Person[] = [...people('district', 70_100, DISTRICT), ...people('post', 300, POST)];

export const personByKey = (key: string): Person => {
  const person = PEOPLE.find((candidate) => candidate.key === key);
  if (!person) throw new Error(`the sample day has no person “${key}”`);
  return person;
};

export const fullName = ({ family, given, patronymic }: Person): string => `${family} ${given} ${patronymic}`;

/** Demo physicians of the development issuer; they take note of the critical results of their clinic. */
export const PHYSICIANS = [
  { id: 'physician-berezovo', name: 'Дежурный врач Берёзово', clinic: 'district', roles: ['physician'] },
  { id: 'feldsher-dalny', name: 'Фельдшер Дальнего', clinic: 'post', roles: ['physician'] },
];

/** The physician who is not at work on the day, by whom it was told, and the patient whose doctor he is. */
export const ABSENT = {
  patient: 'doctor-away',
  physician: 'physician-away',
  staff: 'T14',
  clinic: 'district',
  toldBy: 'duty-berezovo',
} as const;

/** Patients whose critical result nobody takes note of: it must become overdue. */
export const UNACKNOWLEDGED = ['potassium-silent'];
