import type { Measured } from './messages.ts';

/** Values in the senders' own codes, units and decimal commas (samples/region/region.json maps them). */
export const potassium = (value: string, flag: string, comment?: string): Measured => ({
  code: 'K',
  name: 'Калий',
  value,
  unit: 'ммоль/л',
  range: '3,5-5,1',
  flag,
  ...(comment ? { comment } : {}),
});
export const creatinine = (value: string): Measured => ({
  code: 'КРЕАТ',
  name: 'Креатинин',
  value,
  unit: 'мкмоль/л',
  range: '62-106',
  flag: 'H',
});
export const urea = (value: string): Measured => ({
  code: 'МОЧ',
  name: 'Мочевина',
  value,
  unit: 'ммоль/л',
  range: '2,5-8,3',
  flag: 'H',
});
export const glucose = (value: string): Measured => ({
  code: 'ГЛЮ',
  name: 'Глюкоза',
  value,
  unit: 'ммоль/л',
  range: '4,1-6,1',
});

/** What was looked for at the bedside; what is absent here was not looked for. */
export type Vital = {
  readonly breaths?: number;
  readonly saturation?: number;
  readonly indrawing?: boolean;
  readonly danger?: boolean;
  readonly systolic?: number;
  readonly diastolic?: number;
  readonly confusion?: boolean;
};
const yesNo = (code: string, name: string, value: boolean): Measured => ({
  code,
  name,
  value: value ? 'да' : 'нет',
  type: 'ST',
});

export const vitals = ({
  breaths,
  saturation,
  indrawing,
  danger,
  systolic,
  diastolic,
  confusion,
}: Vital): Measured[] => [
  ...(breaths === undefined ? [] : [{ code: 'ЧДД', name: 'Частота дыхания', value: String(breaths), unit: '/мин' }]),
  ...(saturation === undefined ? [] : [{ code: 'SPO2', name: 'Сатурация', value: String(saturation), unit: '%' }]),
  ...(systolic === undefined
    ? []
    : [{ code: 'САД', name: 'Систолическое АД', value: String(systolic), unit: 'мм рт.ст.' }]),
  ...(diastolic === undefined
    ? []
    : [{ code: 'ДАД', name: 'Диастолическое АД', value: String(diastolic), unit: 'мм рт.ст.' }]),
  ...(indrawing === undefined ? [] : [yesNo('ВТЯЖ', 'Втяжение грудной клетки', indrawing)]),
  ...(danger === undefined ? [] : [yesNo('ОПАСН', 'Общие признаки опасности', danger)]),
  ...(confusion === undefined ? [] : [yesNo('СПУТ', 'Спутанность сознания', confusion)]),
];
