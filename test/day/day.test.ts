import { afterAll, beforeAll } from '@jest/globals';
import { aboutTheAbsentDoctor } from './absent-doctor.ts';
import { aboutCorrections } from './corrections.ts';
import { aboutTheDeadLink } from './dead-link.ts';
import { aboutTheDoor } from './door.ts';
import { aboutFilms } from './films.ts';
import { aboutInputs } from './inputs.ts';
import { aboutInterruptions } from './interruptions.ts';
import { aboutModels } from './models.ts';
import { aboutPhysicians } from './physicians.ts';
import { type PlayedDay, playedDay } from './played.ts';
import { aboutSilence } from './silence.ts';

// The sample day over real S3, SQS and DynamoDB. It takes a minute to play, so it is played once for everything that is held of it.

let played: PlayedDay;
beforeAll(async () => {
  played = await playedDay();
}, 540_000);
afterAll(() => played.stop());

for (const about of [
  aboutInterruptions,
  aboutInputs,
  aboutFilms,
  aboutCorrections,
  aboutPhysicians,
  aboutTheDoor,
  aboutTheDeadLink,
  aboutSilence,
  aboutTheAbsentDoctor,
  // Suspends a model, so it comes last.
  aboutModels,
])
  about(() => played);
