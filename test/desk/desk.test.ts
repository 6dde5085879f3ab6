import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { scenesOf } from './cast.ts';
import { hasChromium, startChromium } from './chromium.ts';
import { aboutTheDay } from './day.ts';
import { aboutHostileNames } from './hostile.ts';
import { aboutTheKeyboard } from './keyboard.ts';
import { aboutLongLists } from './lists.ts';
import { aboutLooks } from './looks.ts';
import { aboutReconciling } from './reconciling.ts';
import type { Stage } from './stage.ts';
import { aboutTroubles } from './troubles.ts';
import { aboutWeight } from './weight.ts';
import { type DeskWorld, openDeskWorld } from './world.ts';

// The physician's page in real Chromium before a region that runs. One region is started for all of it.
const describeHere = hasChromium() ? describe : describe.skip;

describeHere('the desk in a browser', () => {
  let world: DeskWorld;
  let browser: Browser;
  const stage = (): Stage => ({ world, browser, scenes: scenesOf(world) });
  beforeAll(async () => {
    world = await openDeskWorld();
    browser = await startChromium();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  }, 60_000);

  for (const about of [
    aboutWeight,
    aboutTheDay,
    aboutTheKeyboard,
    aboutReconciling,
    aboutTroubles,
    aboutHostileNames,
    aboutLongLists,
    aboutLooks,
  ])
    about(stage);
});
