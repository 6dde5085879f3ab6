import type { Bilingual } from '../../schemas/result.ts';
import type { Rgba } from './heat-map.ts';
import { letteredStrip } from './lettering.ts';

/** What a heat map is and is not; stands in the picture itself, in both languages, and with it wherever it is shown. */
export const HEAT_MAP_TITLE: Bilingual = {
  en: 'What influenced the network, not where the disease is',
  ru: 'Что повлияло на сеть, а не где болезнь',
};
const UNCONFIRMED: Bilingual = { en: 'AI, not confirmed', ru: 'ИИ, не подтверждено' };

/** The picture with its title under it on black, so that no pixel of the film is covered. RGB, 8 bits a channel. */
export function titled({ rows, columns, bytes }: Rgba): {
  readonly rows: number;
  readonly columns: number;
  readonly bytes: Uint8Array;
} {
  const scale = columns >= 384 ? 2 : 1;
  const words = [HEAT_MAP_TITLE.ru, HEAT_MAP_TITLE.en, `${UNCONFIRMED.ru} / ${UNCONFIRMED.en}`];
  const strip = letteredStrip(words, columns, scale);
  const out = new Uint8Array((rows + strip.rows) * columns * 3);
  for (let k = 0; k < rows * columns; k++) out.set(bytes.subarray(k * 4, k * 4 + 3), k * 3);
  for (const [k, value] of strip.values.entries())
    out.fill(value, (rows * columns + k) * 3, (rows * columns + k) * 3 + 3);
  return { rows: rows + strip.rows, columns, bytes: out };
}
