import type { Person } from './people.ts';

/**
 * People who come to the hospital's physicians on the sample day without anything the matter: most of any day is such. The
 * region has nothing of them; only their record system knows them. All are invented.
 */
const NAMES: readonly (readonly [name: string, sex: 'M' | 'F', years: number])[] = [
  ['Обыденкина Мария Фоминична', 'F', 34],
  ['Здравов Кирилл Пахомович', 'M', 27],
  ['Плановая Инна Саввична', 'F', 41],
  ['Осмотров Глеб Тихонович', 'M', 52],
  ['Справкина Рима Ефимовна', 'F', 23],
  ['Прививкин Дан Лукич', 'M', 6],
  ['Медосмотрова Ия Карповна', 'F', 45],
  ['Диспансеров Лаврентий Ильич', 'M', 66],
  ['Повторова Агния Титовна', 'F', 58],
  ['Рецептов Осип Глебович', 'M', 71],
  ['Больничнова Вера Нилична', 'F', 37],
  ['Насморков Юлий Фадеевич', 'M', 31],
  ['Поясницына Дина Власовна', 'F', 49],
  ['Спортивнов Ян Макарович', 'M', 16],
  ['Школьникова Эля Родионовна', 'F', 9],
  ['Очередин Савва Денисович', 'M', 63],
  ['Талонова Нонна Гавриловна', 'F', 55],
  ['Анкетин Фрол Устинович', 'M', 47],
  ['Профилактова Зинаида Юрьевна', 'F', 61],
  ['Вопросов Емельян Архипович', 'M', 39],
  ['Консультантова Лада Прохоровна', 'F', 29],
  ['Контролев Нестор Миронович', 'M', 74],
];

export const VISITORS: readonly Person[] = NAMES.map(([name, sex, years], index) => {
  const [family, given, patronymic] = name.split(' ') as [string, string, string];
  const number = String(80_001 + index);
  return {
    ...{ key: `visitor-${index + 1}`, family, given, patronymic, sex },
    ...{ ageMonths: years * 12 + 3, clinic: 'district', number },
  };
});
