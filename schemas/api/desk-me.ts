import { z } from 'zod';
import { ClinicId, Instant } from '../input.ts';
import { Bilingual } from '../result.ts';
import { json, none, type Route } from './route.ts';

const text = z.string().min(1);

/** Who is signed in, where he works, and what the pages may offer him. */
export const DeskMe = z.strictObject({
  asOf: Instant,
  id: text,
  name: text.optional(),
  roles: z.array(text),
  /** Numbers by which record systems name him: "my appointments" are found by them. */
  staff: z.array(text),
  language: z.enum(['ru', 'en']),
  region: z.strictObject({ title: Bilingual, zone: text }),
  clinics: z.array(
    z.strictObject({
      id: ClinicId,
      title: Bilingual,
      zone: text,
      /** Critical results whose duty alarm nobody has taken. */
      alarms: z.number().int().nonnegative(),
      /** Critical results that nobody has acknowledged; counted up to a hundred. */
      critical: z.number().int().nonnegative(),
    }),
  ),
  may: z.strictObject({
    readCharts: z.boolean(),
    acknowledge: z.boolean(),
    order: z.boolean(),
    takeAlarm: z.boolean(),
    statement: z.array(z.enum(['agrees', 'disagrees', 'corrects'])),
    reconcile: z.boolean(),
    changeDuty: z.boolean(),
  }),
});
export type DeskMe = z.infer<typeof DeskMe>;

export const DESK_ME_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk-api/me',
    function: 'desk',
    operationId: 'deskMe',
    summary: 'Who is signed in, his clinics with their zones, what he may do, and whether a duty alarm sounds there.',
    parameters: none,
    success: json(200, DeskMe),
    refusals: [],
  },
];
