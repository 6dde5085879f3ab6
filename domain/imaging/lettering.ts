/** Letters drawn without a font file: functions run where no font is installed, and the same words must be the same pixels. */

/** Rows of five pixels from top to bottom, each a digit of base 32; capitals only. Letters of one shape share a row. */
const GLYPHS: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'AА ehhvhhh|B uhhuhhu|В uhhuhhu|CС ehggghe|D uhhhhhu|EЕЁ vgguggv|F vgguggg|G ehgnhhe|HН hhhvhhh|I e44444e|' +
    'J 72222ic|KК hikokih|L ggggggv|MМ hrllhhh|N hhpljhh|OО ehhhhhe|PР uhhuggg|Q ehhhlid|R uhhukih|S fgge11u|TТ v444444|' +
    'U hhhhhhe|V hhhhha4|W hhhllla|XХ hha4ahh|Y hhha444|Z v1248gv|Б vgguhhu|Г vgggggg|Д 6aaaavh|Ж lle4ell|З eh161he|' +
    'И hhjlphh|Й a4hjlph|Л 79999hh|П vhhhhhh|У hhhf11e|Ф 4ellle4|Ц iiiiiv1|Ч hhhf111|Ш llllllv|Щ lllllv1|Ъ o88e99e|' +
    'Ы hhhpllp|Ь ggguhhu|Э eh171he|Ю illtlli|Я fhhf59h|, 0000448|. 00000cc|- 000v000|: 0440440|/ 11248gg'
  )
    .split('|')
    .flatMap((entry) => {
      const at = entry.indexOf(' ');
      return [...entry.slice(0, at)].map((letter) => [letter, entry.slice(at + 1)] as const);
    }),
);
const [WIDTH, HEIGHT, GAP] = [5, 7, 1];

/** The lines that a text takes in so many pixels: broken between words; a word that is wider stands alone and is cut off. */
export function linesWithin(text: string, columns: number, scale: number): string[] {
  const most = Math.max(1, Math.floor(columns / ((WIDTH + GAP) * scale)));
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A strip of white capitals on black, one line under another: one byte a pixel, 0 or 255. */
export function letteredStrip(
  texts: readonly string[],
  columns: number,
  scale: number,
): { readonly rows: number; readonly values: Uint8Array } {
  const lines = texts.flatMap((text) => linesWithin(text.toUpperCase(), columns - 2 * GAP * scale, scale));
  const pitch = (HEIGHT + 2 * GAP) * scale;
  const rows = lines.length * pitch + GAP * scale;
  const values = new Uint8Array(rows * columns);
  for (const [index, line] of lines.entries())
    for (const [place, letter] of [...line].entries())
      drawLetter(letter, GAP * scale + index * pitch, GAP * scale + place * (WIDTH + GAP) * scale);
  return { rows, values };

  function drawLetter(letter: string, top: number, left: number): void {
    const glyph = GLYPHS[letter] ?? '';
    for (let y = 0; y < glyph.length * scale; y++)
      for (let x = 0; x < WIDTH * scale; x++) {
        const bits = Number.parseInt(glyph[Math.floor(y / scale)] ?? '0', 32);
        const isSet = (bits >> (WIDTH - 1 - Math.floor(x / scale))) & 1;
        if (isSet && left + x < columns) values[(top + y) * columns + left + x] = 255;
      }
  }
}
