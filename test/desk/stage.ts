import type { Browser } from 'playwright-core';
import type { scenesOf } from './cast.ts';
import type { DeskWorld } from './world.ts';

/** What the parts of the browser suite share: one region, one Chromium, what the clinics' systems can do. */
export type Stage = {
  readonly world: DeskWorld;
  readonly browser: Browser;
  readonly scenes: ReturnType<typeof scenesOf>;
};

export type Part = (stage: () => Stage) => void;
