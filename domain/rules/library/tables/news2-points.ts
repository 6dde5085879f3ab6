/** NEWS2 as the Royal College of Physicians published it (2017), chart 1 and chart 4: points of each parameter. */

export const CONSCIOUSNESS = ['A', 'C', 'V', 'P', 'U'] as const;
/** Alert, new Confusion, responds to Voice, to Pain, Unresponsive. */
export type Consciousness = (typeof CONSCIOUSNESS)[number];

export type Vitals = {
  readonly respiratoryRate: number;
  readonly spo2: number;
  readonly onOxygen: boolean;
  readonly systolicBP: number;
  readonly pulse: number;
  readonly consciousness: Consciousness;
  /** °C, read to a tenth as a thermometer shows it. */
  readonly temperature: number;
  /** SpO2 scale 2 (target 88–92 %): hypercapnic respiratory failure that a clinician has confirmed. */
  readonly hypercapnic: boolean;
};

/** Points from the first limit that the value does not exceed; beyond the last one, `above`. */
const upTo = (value: number, steps: readonly (readonly [limit: number, points: number])[], above: number): number =>
  steps.find(([limit]) => value <= limit)?.[1] ?? above;

export const respiratoryPoints = (perMinute: number): number =>
  upTo(
    Math.round(perMinute),
    [
      [8, 3],
      [11, 1],
      [20, 0],
      [24, 2],
    ],
    3,
  );

export const systolicPoints = (mmHg: number): number =>
  upTo(
    Math.round(mmHg),
    [
      [90, 3],
      [100, 2],
      [110, 1],
      [219, 0],
    ],
    3,
  );

export const pulsePoints = (perMinute: number): number =>
  upTo(
    Math.round(perMinute),
    [
      [40, 3],
      [50, 1],
      [90, 0],
      [110, 1],
      [130, 2],
    ],
    3,
  );

export const temperaturePoints = (celsius: number): number =>
  upTo(
    Math.round(celsius * 10) / 10,
    [
      [35, 3],
      [36, 1],
      [38, 0],
      [39, 1],
    ],
    2,
  );

export const consciousnessPoints = (level: Consciousness): number => (level === 'A' ? 0 : 3);

export const oxygenPoints = (onOxygen: boolean): number => (onOxygen ? 2 : 0);

/** Scale 1, or scale 2, on which a saturation above the target scores only while oxygen is given. */
export function saturationPoints(percent: number, onOxygen: boolean, hypercapnic: boolean): number {
  const spo2 = Math.round(percent);
  if (!hypercapnic)
    return upTo(
      spo2,
      [
        [91, 3],
        [93, 2],
        [95, 1],
      ],
      0,
    );
  if (spo2 >= 93 && !onOxygen) return 0;
  return upTo(
    spo2,
    [
      [83, 3],
      [85, 2],
      [87, 1],
      [92, 0],
      [94, 1],
      [96, 2],
    ],
    3,
  );
}

/** The points of all seven parameters. */
export const news2Parts = (vitals: Vitals) => ({
  respiratoryRate: respiratoryPoints(vitals.respiratoryRate),
  spo2: saturationPoints(vitals.spo2, vitals.onOxygen, vitals.hypercapnic),
  oxygen: oxygenPoints(vitals.onOxygen),
  systolicBP: systolicPoints(vitals.systolicBP),
  pulse: pulsePoints(vitals.pulse),
  consciousness: consciousnessPoints(vitals.consciousness),
  temperature: temperaturePoints(vitals.temperature),
});

export type News2Risk = 'low' | 'low-medium' | 'medium' | 'high';

/** Chart 2: thresholds and triggers. */
export function news2Risk(total: number, singleParameter3: boolean): News2Risk {
  if (total >= 7) return 'high';
  if (total >= 5) return 'medium';
  return singleParameter3 ? 'low-medium' : 'low';
}

export type Monitoring = 'every 12 h' | 'every 4-6 h' | 'every hour' | 'continuous';

/** Chart 3: the least frequency of observation. */
export function news2Monitoring(total: number, singleParameter3: boolean): Monitoring {
  if (total >= 7) return 'continuous';
  if (total >= 5 || singleParameter3) return 'every hour';
  return total >= 1 ? 'every 4-6 h' : 'every 12 h';
}
