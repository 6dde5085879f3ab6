import { z } from 'zod';
import type { Waiting } from './sources.ts';

/** Images that do not go by themselves: nobody would miss them before the finding does not come. */
export function objectLines({
  refused = 0,
  damaged = 0,
}: {
  refused?: number;
  damaged?: number | undefined;
}): Waiting[] {
  const lines: Waiting[] = [];
  if (refused > 0)
    lines.push({
      ...{ id: 'objects-refused', state: 'trouble', count: refused },
      title: { ru: 'Снимки, которые регион не принял', en: 'Images that the region refused' },
      says: {
        ru: 'По ним не будет результата. Они лежат на узле и сами не уйдут.',
        en: 'There will be no result of them. They stay here and do not go by themselves.',
      },
      whatToDo: {
        ru: 'Инженеру: oka edge status; после исправления: oka edge run --again.',
        en: 'Engineer: oka edge status; after mending: oka edge run --again.',
      },
    });
  if (damaged > 0)
    lines.push({
      ...{ id: 'objects-damaged', state: 'trouble', count: damaged },
      title: { ru: 'Снимки, испорченные диском узла', en: 'Images spoilt by the disk of the edge' },
      whatToDo: {
        ru: 'Отправьте их с аппарата или из PACS ещё раз и проверьте диск.',
        en: 'Send them again from the modality or the PACS, and look at the disk.',
      },
    });
  return lines;
}

/** What the PACS would not take, by kind. */
const PacsRefused = z.looseObject({ refused: z.record(z.string(), z.number()) });

/** A PACS that takes no withdrawals goes on showing what no longer holds: whoever looks there must be told. */
export function pacsLines(part: object): Waiting[] {
  const { note = 0, ...others } = PacsRefused.safeParse(part).data?.refused ?? {};
  const count = Object.values(others).reduce((sum, one) => sum + one, 0);
  const whatToDo = {
    ru: 'Инженеру: разрешите этот вид объектов в PACS, затем oka edge run --again.',
    en: 'Engineer: allow this kind of object in the PACS, then oka edge run --again.',
  };
  const lines: Waiting[] = [];
  if (note > 0)
    lines.push({
      ...{ id: 'pacs-withdrawals', state: 'trouble', count: note, whatToDo },
      title: { ru: 'Отзывы результатов, не принятые PACS', en: 'Withdrawals that the PACS refused' },
      says: {
        ru: 'PACS продолжает показывать отозванные результаты. Действительное – на этой странице.',
        en: 'The PACS goes on showing results that were withdrawn. What holds is on this page.',
      },
    });
  if (count > 0)
    lines.push({
      ...{ id: 'pacs-refused', state: 'trouble', count, whatToDo },
      title: { ru: 'Результаты, не принятые PACS', en: 'Results that the PACS refused' },
    });
  return lines;
}
