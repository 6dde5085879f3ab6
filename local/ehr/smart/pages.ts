import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { type Answer, html, picture } from '../../sign-in/answers.ts';
import { both } from '../html.ts';

const PICTURES: Readonly<Record<string, string>> = { '.jpg': 'image/jpeg', '.png': 'image/png' };
const OPEN = { ru: 'Открыть в Оке', en: 'Open in Oka' };

/** The pages of the stand-in record systems over HTTP, as they lie on disk; that of a patient gets its link to the desk. */
export const openPages =
  (dataFolder: string) =>
  async (ehr: string, path: string): Promise<Answer> => {
    const home = join(dataFolder, 'ehr', ehr);
    const file = normalize(join(home, path === '' ? 'index.html' : path));
    if (!file.startsWith(home)) return html('<p>404</p>', 404);
    const type = PICTURES[extname(file)];
    if (type !== undefined) return picture(await readFile(file).catch(() => undefined), type);
    if (extname(file) !== '.html') return html('<p>404</p>', 404);
    const page = await readFile(file, 'utf8').catch(() => undefined);
    if (page === undefined) return html('<p>404</p>', 404);
    const record = /([0-9a-f-]{36})\.html$/.exec(file)?.[1];
    const link = `<p><a id="open-in-oka" href="launch?patient=${record}">${both(OPEN)}</a></p>`;
    return html(record === undefined ? page : page.replace('</h1>', `</h1>${link}`));
  };
