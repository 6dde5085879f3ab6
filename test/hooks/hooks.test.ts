import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { aboutTheHooks } from './answered.ts';
import { aboutBodies } from './bodies.ts';
import { aboutPages } from './pages.ts';
import { aboutServers } from './servers.ts';
import { type HookStage, openStage } from './stage.ts';
import { aboutTokens } from './tokens.ts';
import { aboutValues } from './values.ts';

// Hook calls over real sockets. The region takes its time to start, so one is opened for everything that is held of them.

let stage: HookStage;
beforeAll(async () => {
  stage = await openStage();
}, 240_000);
afterAll(() => stage?.close());
beforeEach(() => {
  stage.fhir.asked.length = 0;
  stage.fhir.answer = (_, response) => response.writeHead(404).end();
});

for (const about of [aboutTheHooks, aboutBodies, aboutValues, aboutServers, aboutTokens, aboutPages])
  about(() => stage);
