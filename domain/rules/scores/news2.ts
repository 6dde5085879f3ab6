import { z } from 'zod';
import { CONSCIOUSNESS, news2Monitoring, news2Parts, news2Risk } from '../library/tables/news2-points.ts';
import { Flag } from './inputs.ts';
import { scoreOf } from './score.ts';

/** NEWS2 from one round of observations. */
export const news2Score = scoreOf(
  z.strictObject({
    age: z.number().optional(),
    respiratoryRate: z.number(),
    spo2: z.number().min(0).max(100),
    onOxygen: Flag,
    systolicBP: z.number(),
    pulse: z.number(),
    consciousness: z.enum(CONSCIOUSNESS),
    temperature: z.number(),
    hypercapnic: Flag.default(false),
  }),
  { respiratoryRate: 22, spo2: 94, onOxygen: false, systolicBP: 105, pulse: 96, consciousness: 'A', temperature: 38.4 },
  ({ age, ...vitals }) => {
    if (age !== undefined && age < 16) return { outside: 'from 16 years of age' };
    const parts = news2Parts(vitals);
    const points = Object.values(parts);
    const total = points.reduce((sum, one) => sum + one, 0);
    const singleParameter3 = points.includes(3);
    return {
      figures: {
        total,
        parts,
        singleParameter3,
        clinicalRisk: news2Risk(total, singleParameter3),
        monitoring: news2Monitoring(total, singleParameter3),
      },
    };
  },
  {
    words: {
      'minimum every 12 hrs': 'every 12 h',
      'minimum every 4-6 hrs': 'every 4-6 h',
      'minimum every hr': 'every hour',
      'continuous monitoring of vital signs': 'continuous',
    },
  },
);
