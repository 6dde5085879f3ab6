import { z } from 'zod';
import { DerivedId } from '../chart.ts';
import { Instant, Sha256 } from '../input.ts';
import { Bilingual } from '../result.ts';
import { ResultPath } from './desk-parts.ts';
import { json, type Route } from './route.ts';

/** The stations of a result's way, in the order in which they come. */
export const TraceStep = z.enum([
  'image-taken',
  'received',
  'seen-by-model',
  'advised',
  'published',
  'delivered',
  'refused',
  'notice',
  'read',
  'acknowledged',
  'acted',
  'overdue',
  'alarm',
  'alarm-taken',
  'statement',
  'report',
  'withdrawn',
]);
export type TraceStep = z.infer<typeof TraceStep>;

/** One thing that happened, in words: who, what, by which channel; no addresses, no queue, no key. */
export const DeskTraceLine = z.strictObject({
  step: TraceStep,
  /** By the region's clock; absent: it has happened, and nobody noted when. */
  at: Instant.optional(),
  text: Bilingual,
  /** How it went: `waits` has not happened yet. */
  mood: z.enum(['done', 'waits', 'failed']),
});
export type DeskTraceLine = z.infer<typeof DeskTraceLine>;

export const DeskTrace = z.strictObject({
  asOf: Instant,
  record: DerivedId,
  resultId: Sha256,
  version: z.number().int().positive(),
  title: Bilingual,
  /** The oldest first; what waits stands at the end. */
  lines: z.array(DeskTraceLine),
});
export type DeskTrace = z.infer<typeof DeskTrace>;

export const DESK_TRACE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/desk-api/results/{record}/{resultId}/trace',
    function: 'desk',
    operationId: 'deskTrace',
    summary: 'The way of a result in words for a physician: from the image to whoever read and acknowledged it.',
    parameters: ResultPath,
    success: json(200, DeskTrace),
    refusals: ['malformed-request', 'not-found'],
  },
];
