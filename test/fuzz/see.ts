import { readDicom } from '../../domain/dicom/read.ts';
import { toRgb } from '../../domain/imaging/colour.ts';
import { decodeFrames, type Frame } from '../../domain/imaging/decode.ts';
import { toGrey } from '../../domain/imaging/grey.ts';
import { pixelHash } from '../../domain/imaging/pixel-hash.ts';
import { loadCodecs } from '../../platform/codecs.ts';
import { ERRORS, OkaError } from '../../schemas/errors.ts';

/**
 * All that happens to an image before a network sees it. Whatever the bytes, it is seen with as many pixels as its header
 * says, or refused with a code of the catalogue; anything else is thrown on.
 */
export async function seeBytes(bytes: Uint8Array): Promise<string> {
  const codecs = await loadCodecs();
  try {
    const { object, header } = readDicom(bytes, 'Asia/Yekaterinburg', codecs.inflate);
    if (header.pixels === undefined) return 'no pixels';
    const { rows, columns, samples, frames } = header.pixels;
    let first: Frame | undefined;
    let count = 0;
    const checked = function* () {
      for (const frame of decodeFrames(object, header.pixels as NonNullable<typeof header.pixels>, codecs)) {
        first ??= frame;
        count += 1;
        const size = [frame.rows, frame.columns, frame.samples, frame.pixels.length];
        const wanted = [rows, columns, samples, rows * columns * samples];
        if (size.join() !== wanted.join()) throw new Error(`wrong pixel size: ${size} for ${wanted}`);
        yield frame;
      }
    };
    pixelHash(checked());
    if (first === undefined || count !== frames) throw new Error('wrong number of frames');
    const { values } = toGrey(first, object.dataSet);
    if (values.length !== rows * columns) throw new Error('wrong size of the picture');
    for (const value of values) if (!(value >= 0 && value <= 1)) throw new Error(`grey of ${value}`);
    if (!first.photometric.startsWith('MONO')) toRgb(first, object.dataSet);
    return 'seen';
  } catch (error) {
    if (error instanceof OkaError && Object.hasOwn(ERRORS, error.code)) return error.code;
    throw error;
  }
}
