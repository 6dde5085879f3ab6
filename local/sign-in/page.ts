import type { DirectoryPerson } from '../../schemas/duty.ts';
import type { RegionFile } from '../../schemas/region.ts';
import { both, escapeHtml, page } from '../ehr/html.ts';

const WORDS = {
  title: { ru: 'Вход: демонстрация', en: 'Sign-in: demonstration' },
  who: {
    ru: 'Все люди здесь вымышлены, пароля нет. Выберите, кем войти.',
    en: 'Everybody here is invented and has no password. Choose who you are.',
  },
  gone: { ru: 'Вы вышли.', en: 'You have signed out.' },
  refused: { ru: 'Этот запрос на вход неверен', en: 'This request to sign in is wrong' },
} as const;

const ROLES: Readonly<Record<string, { ru: string; en: string }>> = {
  physician: { ru: 'врач', en: 'physician' },
  radiologist: { ru: 'рентгенолог', en: 'radiologist' },
  feldsher: { ru: 'фельдшер', en: 'feldsher' },
  registrar: { ru: 'регистратор', en: 'registrar' },
  'duty-manager': { ru: 'ведёт график дежурств', en: 'keeps the duty plan' },
};

/** The list of the demo people: one button each; the request goes along unchanged. */
export function peoplePage(region: RegionFile, people: readonly DirectoryPerson[], query: URLSearchParams): string {
  const hidden = [...query].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  const clinicOf = (id: string) => region.clinics.find((clinic) => clinic.id === id)?.title ?? { ru: id, en: id };
  const buttons = people.map(({ id, name, clinics, roles }) => {
    const does = roles.map((role) => both(ROLES[role] ?? { ru: role, en: role })).join(', ');
    const where = clinics.map((clinic) => both(clinicOf(clinic))).join('; ');
    return `<p><button name="person" value="${escapeHtml(id)}"><b>${escapeHtml(name)}</b><br>${does}<br><span class="soft">${where}</span></button></p>`;
  });
  return page(
    WORDS.title.ru,
    `<style>button { font: inherit; text-align: left; width: 100%; padding: .6rem .8rem; border: 1px solid #8c97a3; border-radius: .4rem; background: #fff; cursor: pointer; } button:focus-visible { outline: 3px solid #1b5a9e; }</style>
<h1>${both(WORDS.title)}</h1>
<p>${both(WORDS.who)}</p>
<form method="post" action="authorize">${hidden.join('')}${buttons.join('\n')}</form>`,
  );
}

export const gonePage = (): string => page(WORDS.title.ru, `<h1>${both(WORDS.gone)}</h1>`);

export const refusedPage = (why: string): string =>
  page(WORDS.title.ru, `<h1>${both(WORDS.refused)}</h1><p>${escapeHtml(why)}</p>`);
