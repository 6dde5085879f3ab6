import type { Bilingual } from '../../schemas/result.ts';

/** How far a table was checked against its source: said among the limits of a rule, for whoever signs its page. */

/** The table agrees with others' programs and their test cases; the paper itself was not read again. */
export const NOT_REREAD: Bilingual = {
  en: 'The paper was not read again for this version: the table agrees with independent public implementations and their test cases. Compare it with the paper before signing.',
  ru: 'Статья для этой версии не перечитана: таблица совпадает с независимыми открытыми реализациями и их тестами. Сверьте её со статьёй до подписания.',
};

/** Nobody else's cases were at hand: only our own computation stands behind the table. */
export const OWN_CASES: Bilingual = {
  en: 'The source was not read again for this version, and the cases it was tested with were computed by us. Compare the table with the source before signing.',
  ru: 'Источник для этой версии не перечитан, а тестовые случаи рассчитаны нами. Сверьте таблицу с источником до подписания.',
};
