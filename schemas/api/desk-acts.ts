import { z } from 'zod';
import { ReadBack } from '../delivery.ts';
import { Bilingual } from '../result.ts';
import { DeskAxes, ResultPath } from './desk-parts.ts';
import { json, type Route } from './route.ts';

const version = z.number().int().positive();
const text = z.string().min(1);

/** The version was on the reader's screen. */
export const ReadBody = z.strictObject({ version });
export type ReadBody = z.infer<typeof ReadBody>;

/** `readBack`: what he repeats of a critical result: the patient's year of birth and the value, as he typed them. */
export const AcknowledgeBody = z.strictObject({ version, readBack: ReadBack.optional() });
export type AcknowledgeBody = z.infer<typeof AcknowledgeBody>;

export const ActedBody = z.strictObject({ version, what: z.string().trim().min(1).max(500) });
export type ActedBody = z.infer<typeof ActedBody>;

/** How the delivery stands after an act; `repeat`: it had been done before, and nothing changed. */
export const ActAnswer = z.strictObject({ delivery: DeskAxes, repeat: z.literal(true).optional() });
export type ActAnswer = z.infer<typeof ActAnswer>;

/** 409: another version stands than the one that was on the screen. The page shows what changed and asks again. */
export const OvertakenAnswer = z.strictObject({
  code: z.literal('version-overtaken'),
  message: text,
  whatToDo: text,
  /** What stands now. */
  version,
  words: Bilingual,
  /** What changed since the version that the reader had, line by line; at least one. */
  changed: z.array(Bilingual).min(1),
  traceId: z.string().optional(),
});
export type OvertakenAnswer = z.infer<typeof OvertakenAnswer>;

const act = (
  name: string,
  operationId: string,
  summary: string,
  body: z.ZodType,
  refusals: Route['refusals'] = [],
): Route => ({
  method: 'POST',
  path: `/desk-api/results/{record}/{resultId}/${name}`,
  function: 'desk',
  operationId,
  summary,
  parameters: ResultPath,
  json: body,
  success: json(200, ActAnswer),
  refusals: ['malformed-request', 'not-found', ...refusals],
});

export const DESK_ACT_ROUTES: readonly Route[] = [
  act('read', 'deskRead', 'A human has this version on his screen. Said again it is the same.', ReadBody),
  act(
    'acknowledge',
    'deskAcknowledge',
    'A human takes note of this version and answers for it. 409 `version-overtaken` where a newer one stands: its body says what changed.',
    AcknowledgeBody,
    ['version-overtaken', 'read-back-missing', 'read-back-mismatch'],
  ),
  act('acted', 'deskActed', 'A human says what he did about this version.', ActedBody, ['version-overtaken']),
  {
    method: 'POST',
    path: '/desk-api/alarms/{record}/{resultId}/take',
    function: 'desk',
    operationId: 'deskTakeAlarm',
    summary: 'Takes the duty alarm of a critical result: it is silent, and who took it answers for it.',
    parameters: ResultPath,
    success: json(200, ActAnswer),
    refusals: ['malformed-request', 'not-found'],
  },
];
