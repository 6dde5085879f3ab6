import type { DisplayView, PictureDisplay } from '../../schemas/display.ts';
import type { Bilingual } from '../words/words.ts';

export type Preset = { readonly name: Bilingual; readonly view: DisplayView };

const window = (centre: number, width: number): DisplayView => ({ kind: 'window', centre, width, shape: 'LINEAR' });
/** Windows that radiologists use for slices in Hounsfield units. */
const HOUNSFIELD: readonly Preset[] = [
  { name: { ru: 'Лёгкие', en: 'Lung' }, view: window(-600, 1500) },
  { name: { ru: 'Средостение', en: 'Mediastinum' }, view: window(40, 400) },
  { name: { ru: 'Кости', en: 'Bone' }, view: window(400, 1800) },
  { name: { ru: 'Мозг', en: 'Brain' }, view: window(40, 80) },
  { name: { ru: 'Живот', en: 'Abdomen' }, view: window(60, 400) },
];

const asStated = (view: DisplayView, place: number): Bilingual => {
  const said = view.kind === 'range' ? undefined : view.explanation;
  if (said !== undefined) return { ru: `Аппарат: ${said}`, en: `Device: ${said}` };
  if (view.kind === 'range') return { ru: 'Весь диапазон', en: 'Whole range' };
  const number = place === 0 ? '' : ` ${place + 1}`;
  return { ru: `Как задал аппарат${number}`, en: `As the device says${number}` };
};

/** Views of a picture: those that it asks for, then what its kind is looked at with, then all its values. */
export function presetsOf(
  picture: Pick<PictureDisplay, 'views' | 'modality' | 'bits' | 'signed' | 'modalityValues'>,
): Preset[] {
  const own = picture.views.map((view, place) => ({ name: asStated(view, place), view }));
  const hounsfield = picture.modality === 'CT' && 'intercept' in picture.modalityValues ? HOUNSFIELD : [];
  const [first] = picture.views;
  const films = hounsfield.length === 0 && first?.kind === 'window' ? contrasts(first) : [];
  return [...own, ...hounsfield, ...films];
}

/** Radiographs are looked at softer and harder than their device shows them. */
const contrasts = ({ centre, width }: Extract<DisplayView, { kind: 'window' }>): Preset[] => [
  { name: { ru: 'Мягче', en: 'Softer' }, view: window(centre, width * 1.6) },
  { name: { ru: 'Жёстче', en: 'Harder' }, view: window(centre, width * 0.6) },
];
