import type { ComponentType } from 'preact';
import type { Params } from './router/match.ts';
import type { Bilingual } from './words/words.ts';

/** What every page is given. */
export type PageProps = { readonly params: Params; readonly query: URLSearchParams };

export type Page = {
  /** `:name` is a parameter. */
  readonly path: string;
  readonly title: Bilingual;
  /** Stands in the menu, in this order; `count` names the figure of `GET /desk-api/me` beside it. */
  readonly menu?: { readonly count?: string };
  /** About one patient: the banner stands above it. */
  readonly patient?: true;
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
};

/** The pages of the desk; the code of each is loaded when it is opened. */
export const PAGES: readonly Page[] = [
  {
    path: '/',
    title: { ru: 'Мои приёмы', en: 'My appointments' },
    menu: {},
    load: () => import('./appointments/page.tsx'),
  },
  {
    path: '/worklist',
    title: { ru: 'Рабочий список', en: 'Work list' },
    menu: { count: 'worklist' },
    load: () => import('./worklist/page.tsx'),
  },
  {
    path: '/duty',
    title: { ru: 'Дежурство', en: 'Duty' },
    menu: { count: 'duty' },
    load: () => import('./duty/page.tsx'),
  },
  {
    path: '/reconcile',
    title: { ru: 'Сверка', en: 'Reconciliation' },
    menu: { count: 'reconcile' },
    load: () => import('./reconcile/page.tsx'),
  },
  {
    path: '/followups',
    title: { ru: 'Контроль', en: 'Follow-ups' },
    menu: { count: 'followups' },
    load: () => import('./followups/page.tsx'),
  },
  {
    path: '/patient/:record',
    title: { ru: 'Карта пациента', en: 'Chart' },
    patient: true,
    load: () => import('./chart/page.tsx'),
  },
  {
    path: '/patient/:record/result/:resultId',
    title: { ru: 'Результат', en: 'Result' },
    patient: true,
    load: () => import('./result/page.tsx'),
  },
  {
    path: '/patient/:record/result/:resultId/trace',
    title: { ru: 'Путь результата', en: 'Way of the result' },
    patient: true,
    load: () => import('./trace/page.tsx'),
  },
  {
    path: '/patient/:record/study/:study',
    title: { ru: 'Исследование', en: 'Study' },
    patient: true,
    load: () => import('./study/page.tsx'),
  },
];
