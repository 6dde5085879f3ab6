import { type Code, dcm, sct, ucum } from './code.ts';
import { acquisition, type Child, coded, container, contains, type Item, image, num } from './item.ts';
import type { SourceImage } from './source.ts';

/** Modalities that models read today, in the words of PS3.16 CID 29; another one is named by its code. */
const MODALITIES: Readonly<Record<string, string>> = {
  CR: 'Computed Radiography',
  DX: 'Digital Radiography',
  RG: 'Radiographic imaging',
  XC: 'External-camera Photography',
};

const modality = (code: string): Code => dcm(code, MODALITIES[code] ?? code);
/** PS3.16 CID 244. */
const SIDES: Readonly<Record<string, Code>> = { L: sct('7771000', 'Left'), R: sct('24028007', 'Right') };
const PIXELS = ucum('{pixels}', 'pixels');

/** TID 1600 with one group of one image (TID 1601), described as TID 1602 does. */
export function imageLibrary(source: SourceImage): Item {
  const { rows, columns } = source;
  const side = SIDES[source.laterality ?? ''];
  const described: Child[] = [
    ...(source.modality === undefined
      ? []
      : [acquisition(coded(dcm('121139', 'Modality'), modality(source.modality)))]),
    ...(side === undefined ? [] : [acquisition(coded(dcm('111027', 'Image Laterality'), side))]),
    ...(rows === undefined ? [] : [acquisition(num(dcm('110910', 'Pixel Data Rows'), rows, PIXELS))]),
    ...(columns === undefined ? [] : [acquisition(num(dcm('110911', 'Pixel Data Columns'), columns, PIXELS))]),
  ];
  return container(dcm('111028', 'Image Library'), [
    contains(container(dcm('126200', 'Image Library Group'), [contains(image(undefined, source, described))])),
  ]);
}
