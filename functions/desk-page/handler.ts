import { headersOf } from '../../platform/handlers/request.ts';
import { streamed } from '../../platform/handlers/stream.ts';
import { loadRegion } from '../../platform/region.ts';
import type { DeskBuild } from '../../schemas/desk-build.ts';
import { deskAnswers } from './answer.ts';

/** Put in by the bundle (infra/constructs/bundle.ts): the desk as synthesis built it. */
declare const DESK_BUILD: DeskBuild;

let answers: ReturnType<typeof deskAnswers> | undefined;

/** The physician's page and its files, for everyone who reaches the network: they hold no data and ask for the token themselves. */
export const handler = streamed(async (event) => {
  answers ??= deskAnswers(loadRegion(), DESK_BUILD);
  return answers({ file: event.pathParameters?.file, headers: headersOf(event) });
});
