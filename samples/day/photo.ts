import sharp from 'sharp';
import { readJpegFile } from '../../domain/dicom/photo/jpeg-file.ts';
import { wrapPhoto } from '../../domain/dicom/photo/wrap.ts';
import type { ObjectOf } from './objects.ts';
import { timeIn } from './time.ts';

/**
 * A feldsher's photo of a wound, as `oka send photo.jpg` sends it: the phone wrote where it was taken, and that does not
 * leave the post. Drawn, nobody's skin.
 */
export async function woundPhoto({ person, at, zone }: ObjectOf): Promise<Uint8Array> {
  const wound = Buffer.from(
    '<svg width="320" height="240"><rect width="320" height="240" fill="#d8a888"/><ellipse cx="160" cy="120" rx="60" ry="22" fill="#8c2f2b"/></svg>',
  );
  const file = await sharp(wound)
    .withExif({ IFD0: { Make: 'Sample phone' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '56/1 1/1 0/1' } })
    .jpeg({ quality: 85 })
    .toBuffer();
  const { rows, columns, bare } = readJpegFile(file);
  const pixels = { rows, columns, photometric: 'YBR_FULL_422', form: 'jpeg', bytes: bare, lossy: 1 } as const;
  const local = timeIn(zone, at);
  return wrapPhoto(file, pixels, {
    patientId: person.number,
    domain: 'DLN',
    name: `${person.family}^${person.given}^${person.patronymic}`,
    takenAt: local.replace(/^(....)(..)(..)(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6'),
    bodySite: 'голень',
    note: 'Рана третий день, края отёчны',
  });
}
