import type { Bilingual } from '../words/words.ts';

export const DUTY = { title: { ru: 'Дежурство', en: 'Duty' } } as const satisfies Record<string, Bilingual>;
