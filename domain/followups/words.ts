import type { Bilingual } from '../../schemas/result.ts';
import type { Modality, Region } from '../rules/imaging-orders.ts';

/** How an examination is called on its order; the words are read back by `examinationOf`, so the order answers the sentence. */
const MODALITY: Readonly<Record<Modality, Bilingual>> = {
  XR: { ru: 'Рентгенография', en: 'X-ray' },
  CT: { ru: 'Компьютерная томография', en: 'Computed tomography' },
  MR: { ru: 'Магнитно-резонансная томография', en: 'MRI' },
  US: { ru: 'Ультразвуковое исследование', en: 'Ultrasound' },
  MG: { ru: 'Маммография', en: 'Mammography' },
  PET: { ru: 'ПЭТ/КТ', en: 'PET/CT' },
  NM: { ru: 'Сцинтиграфия', en: 'Scintigraphy' },
  XA: { ru: 'Ангиография', en: 'Angiography' },
  RF: { ru: 'Ирригоскопия', en: 'Barium enema' },
};

const REGION: Readonly<Record<Region, Bilingual>> = {
  chest: { ru: 'грудная клетка', en: 'chest' },
  abdomen: { ru: 'брюшная полость', en: 'abdomen' },
  pelvis: { ru: 'таз', en: 'pelvis' },
  head: { ru: 'голова', en: 'head' },
  'cervical spine': { ru: 'шейный отдел позвоночника', en: 'cervical spine' },
  'lumbar spine': { ru: 'поясничный отдел позвоночника', en: 'lumbar spine' },
  limb: { ru: 'конечность', en: 'limb' },
  breast: { ru: 'молочные железы', en: 'breast' },
  eye: { ru: 'глазное дно', en: 'eye' },
};

/** `Компьютерная томография: грудная клетка`. */
export function examinationWords(modality: Modality, regions: readonly Region[]): Bilingual {
  const { ru, en } = MODALITY[modality];
  const where = regions.filter((region) => modality !== 'MG' || region !== 'breast');
  if (where.length === 0) return { ru, en };
  return {
    ru: `${ru}: ${where.map((one) => REGION[one].ru).join(', ')}`,
    en: `${en}: ${where.map((one) => REGION[one].en).join(', ')}`,
  };
}

export const BIOPSY_WORDS: Bilingual = { ru: 'Консультация онколога, биопсия', en: 'Oncologist, biopsy' };
export const LDCT_WORDS: Bilingual = {
  ru: 'Низкодозная компьютерная томография: грудная клетка',
  en: 'Low-dose computed tomography: chest',
};
export const RECALL_WORDS: Bilingual = {
  ru: 'Дообследование молочных желёз: маммография прицельная, УЗИ',
  en: 'Additional imaging of the breast: mammography, ultrasound',
};
export const EYE_WORDS: Bilingual = {
  ru: 'Осмотр офтальмолога, глазное дно',
  en: 'Ophthalmologist, fundus of the eye',
};
