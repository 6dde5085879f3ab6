import type { Words } from '../words/use-words.tsx';
import type { Bilingual } from '../words/words.ts';

/** Body Part Examined (DICOM PS3.16 Annex L) as doctors say it; others stay as the device wrote them. */
const PARTS: Readonly<Record<string, Bilingual>> = {
  CHEST: { ru: 'грудная клетка', en: 'chest' },
  THORAX: { ru: 'грудная клетка', en: 'chest' },
  ABDOMEN: { ru: 'живот', en: 'abdomen' },
  PELVIS: { ru: 'таз', en: 'pelvis' },
  HIP: { ru: 'тазобедренный сустав', en: 'hip' },
  KNEE: { ru: 'колено', en: 'knee' },
  ANKLE: { ru: 'голеностоп', en: 'ankle' },
  FOOT: { ru: 'стопа', en: 'foot' },
  HAND: { ru: 'кисть', en: 'hand' },
  WRIST: { ru: 'лучезапястный сустав', en: 'wrist' },
  ELBOW: { ru: 'локоть', en: 'elbow' },
  SHOULDER: { ru: 'плечо', en: 'shoulder' },
  SKULL: { ru: 'череп', en: 'skull' },
  HEAD: { ru: 'голова', en: 'head' },
  BRAIN: { ru: 'головной мозг', en: 'brain' },
  NECK: { ru: 'шея', en: 'neck' },
  CSPINE: { ru: 'шейный отдел', en: 'cervical spine' },
  TSPINE: { ru: 'грудной отдел', en: 'thoracic spine' },
  LSPINE: { ru: 'поясничный отдел', en: 'lumbar spine' },
  BREAST: { ru: 'молочная железа', en: 'breast' },
  HEART: { ru: 'сердце', en: 'heart' },
};

export const bodyPartWords = (part: string, t: Words['t']): string => {
  const known = PARTS[part.toUpperCase()];
  return known === undefined ? part : t(known);
};
