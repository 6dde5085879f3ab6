import { describe, expect, test } from '@jest/globals';
import { namesContradict } from './names.ts';

describe('names of one person', () => {
  test.each([
    ['Иванов^Иван^Иванович', 'ИВАНОВ^ИВАН^ИВАНОВИЧ'],
    ['Иванов^Иван^Иванович', 'Ivanov^Ivan^Ivanovich'],
    ['Иванов^Иван^Иванович', 'Ivan^Ivanov'],
    ['Иванов^Иван^Иванович', 'IVANOV I.I.'],
    ['Иванов^Иван', 'Иванов'],
    ['Соловьёв^Пётр', 'Соловьев^Петр'],
    ['Соловьёв^Пётр', 'Solovyov^Pyotr'],
    ['Соловьёв^Пётр', 'Solovev^Petr'],
    ['Щербакова^Юлия', 'Shcherbakova^Yuliya'],
    ['Щербакова^Юлия', 'Scherbakova^Julia'],
    ['Хайруллина^Ксения', 'Khairullina^Kseniia'],
    ['Цой^Дмитрий', 'Tsoy^Dmitry'],
    ['Жуков^Сергей', 'Zhukov^Sergei'],
    ['Петров-Водкин^Кузьма', "Petrov-Vodkin^Kuz'ma"],
    ['', 'Иванов^Иван'],
    ['^^^^', 'Иванов^Иван'],
  ])('%s and %s do not contradict', (one, other) => {
    expect(namesContradict(one, other)).toBe(false);
    expect(namesContradict(other, one)).toBe(false);
  });

  test.each([
    ['Иванов^Иван^Иванович', 'Иванов^Пётр^Иванович'],
    ['Иванов^Иван', 'Петров^Иван'],
    ['Иванова^Анна', 'Иванов^Иван'],
    ['Иванов^Иван', 'I^I'],
    ['Иванов^Иван', 'Anonymous'],
    ['Kim^An', 'Kim^Li'],
  ])('%s and %s contradict', (one, other) => {
    expect(namesContradict(one, other)).toBe(true);
    expect(namesContradict(other, one)).toBe(true);
  });
});
