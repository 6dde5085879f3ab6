import type { ComponentType } from 'preact';
import Appointments from './appointments/page.tsx';
import type { Params } from './router/match.ts';
import type { Bilingual } from './words/words.ts';
import Worklist from './worklist/page.tsx';

/** What every page is given. */
export type PageProps = { readonly params: Params; readonly query: URLSearchParams };

export type Page = {
  /** `:name` is a parameter. */
  readonly path: string;
  readonly title: Bilingual;
  /** Stands in the menu, in this order; `count` names the figure of `GET /desk-api/me` beside it. */
  readonly menu?: {
    readonly count?: string;
    /** Stands there only for who may this: nobody is led to a page that refuses him. */
    readonly needs?: 'readCharts';
  };
  /** About one patient: the banner stands above it. */
  readonly patient?: true;
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
};

/**
 * The pages of the desk. Those on which a day begins come with the frame; the others in a few files for what is opened
 * together: over a thin line each file more costs a round trip.
 */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    title: { ru: 'Мои приёмы', en: 'My appointments' },
    menu: {},
    load: async () => ({ default: Appointments }),
  },
  {
    path: '/worklist',
    title: { ru: 'Рабочий список', en: 'Work list' },
    menu: { count: 'worklist', needs: 'readCharts' },
    load: async () => ({ default: Worklist }),
  },
  {
    path: '/duty',
    title: { ru: 'Дежурство', en: 'Duty' },
    menu: { count: 'duty' },
    load: async () => ({ default: (await import('./opened-duties.ts')).Duty }),
  },
  {
    path: '/reconcile',
    title: { ru: 'Сверка', en: 'Reconciliation' },
    menu: { count: 'reconcile' },
    load: async () => ({ default: (await import('./opened-duties.ts')).Reconcile }),
  },
  {
    path: '/followups',
    title: { ru: 'Контроль', en: 'Follow-ups' },
    menu: { count: 'followups' },
    load: async () => ({ default: (await import('./opened-duties.ts')).Followups }),
  },
  {
    path: '/patient/:record',
    title: { ru: 'Карта пациента', en: 'Chart' },
    patient: true,
    load: async () => ({ default: (await import('./opened-patient.ts')).Chart }),
  },
  {
    path: '/patient/:record/result/:resultId',
    title: { ru: 'Результат', en: 'Result' },
    patient: true,
    load: async () => ({ default: (await import('./opened-patient.ts')).Result }),
  },
  {
    path: '/patient/:record/result/:resultId/trace',
    title: { ru: 'Путь результата', en: 'Way of the result' },
    patient: true,
    load: async () => ({ default: (await import('./opened-patient.ts')).Trace }),
  },
  {
    path: '/patient/:record/document/:document',
    title: { ru: 'Документ', en: 'Document' },
    patient: true,
    load: async () => ({ default: (await import('./opened-patient.ts')).Document }),
  },
  {
    path: '/patient/:record/study/:study',
    title: { ru: 'Исследование', en: 'Study' },
    patient: true,
    load: () => import('./study/page.tsx'),
  },
];
