import { worldOf } from '../../platform/world.ts';
import { runMinute } from './minute.ts';

const world = worldOf(['OKA_QUEUE_ACKNOWLEDGEMENTS']);

/** Runs each minute (locally more often); every run may be repeated. */
export const handler = (): Promise<void> => runMinute(world());
