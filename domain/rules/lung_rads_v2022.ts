/** ACR Lung-RADS v2022: a nodule found by low-dose CT in lung cancer screening. Sizes are means of two axes in 0.1 mm. */
export type ScreenedNodule = {
  readonly type: 'solid' | 'part-solid' | 'ground-glass';
  /** `growing`: the mean diameter grew by more than 1.5 mm within 12 months. `stable`: at the follow-up that was due. */
  readonly status: 'baseline' | 'new' | 'growing' | 'stable' | 'slowly-growing' | 'new-or-growing-solid-component';
  readonly meanMm: number;
  /** The solid component of a part-solid nodule. */
  readonly solidMm: number | undefined;
};
export type LungRads = '0' | '1' | '2' | '3' | '4A' | '4B' | '4X';

/** The category, or undefined where the table has no row or the solid component is not known and decides. */
export function lungRads({ type, status, meanMm, solidMm }: ScreenedNodule): LungRads | undefined {
  const size = tenths(meanMm);
  if (type === 'ground-glass') return groundGlass(status, size);
  if (status === 'new-or-growing-solid-component')
    return type === 'part-solid' && solidMm !== undefined ? grownComponent(tenths(solidMm)) : undefined;
  if (status === 'slowly-growing') return undefined;
  const found = type === 'solid' ? solid(status, size) : partSolid(status, size, solidMm);
  return status === 'stable' && found !== undefined ? STEPPED[found] : found;
}

const tenths = (millimetres: number): number => Math.round(millimetres * 10) / 10;

/** Stepped management of v2022: what stayed as it was until the follow-up that was due goes one step down. */
const STEPPED: Readonly<Record<LungRads, LungRads>> = {
  '0': '0',
  '1': '1',
  '2': '2',
  '3': '2',
  '4A': '3',
  '4B': '4B',
  '4X': '4X',
};

function solid(status: ScreenedNodule['status'], size: number): LungRads {
  if (status === 'growing') return size < 8 ? '4A' : '4B';
  if (status === 'new') return size < 4 ? '2' : size < 6 ? '3' : size < 8 ? '4A' : '4B';
  return size < 6 ? '2' : size < 8 ? '3' : size < 15 ? '4A' : '4B';
}

const grownComponent = (solidMm: number): LungRads => (solidMm < 4 ? '4A' : '4B');

function partSolid(
  status: ScreenedNodule['status'],
  size: number,
  component: number | undefined,
): LungRads | undefined {
  const solidMm = component === undefined ? undefined : tenths(component);
  if (status === 'growing') return solidMm === undefined ? undefined : grownComponent(solidMm);
  if (status === 'new') {
    if (size < 6 && (solidMm ?? 0) < 4) return '3';
    return solidMm === undefined ? undefined : grownComponent(solidMm);
  }
  if (size < 6) return '2';
  if (solidMm === undefined) return undefined;
  return solidMm < 6 ? '3' : solidMm < 8 ? '4A' : '4B';
}

function groundGlass(status: ScreenedNodule['status'], size: number): LungRads | undefined {
  if (size < 30) return '2';
  if (status === 'baseline' || status === 'new') return '3';
  return status === 'stable' || status === 'slowly-growing' ? '2' : undefined;
}

export const LUNG_RADS_MANAGEMENT: Readonly<Record<LungRads, string>> = {
  '0': '1-3 month LDCT if inflammatory/infectious; else prior CT/additional imaging',
  '1': '12-month LDCT',
  '2': '12-month LDCT',
  '3': '6-month LDCT',
  '4A': '3-month LDCT; PET/CT may be considered if >=8 mm solid nodule or solid component',
  '4B': 'referral for further clinical evaluation; diagnostic chest CT, PET/CT, tissue sampling',
  '4X': 'as 4B',
};
