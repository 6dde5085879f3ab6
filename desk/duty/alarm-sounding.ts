import { useEffect, useState } from 'preact/hooks';
import { type AlarmSound, alarmSound } from './sound.ts';

const QUIET_MS = 120_000;

let sound: AlarmSound | undefined;
let quietUntil = 0;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

/** Whether an alarm could be heard in this tab, and the press that allows it. */
export function useAlarmState() {
  const [, setRound] = useState(0);
  useEffect(() => {
    const listener = (): void => setRound((before) => before + 1);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  return {
    isAllowed: sound?.allowed() ?? false,
    isQuiet: performance.now() < quietUntil,
    async allow(): Promise<boolean> {
      sound ??= alarmSound(() => new AudioContext());
      const allowed = await sound.allow();
      tell();
      return allowed;
    },
    /** Two minutes to telephone. It ends by itself: nobody switches an alarm off without taking it. */
    pause(): void {
      quietUntil = performance.now() + QUIET_MS;
      tell();
    },
  };
}

/** The one sound of this tab, driven by whoever knows whether there is an alarm: the banner of every page. */
export function useAlarmSound(isAlarm: boolean) {
  const state = useAlarmState();
  const { isAllowed, isQuiet } = state;
  useEffect(() => {
    if (isAlarm && isAllowed && !isQuiet) sound?.start();
    else sound?.stop();
  }, [isAlarm, isAllowed, isQuiet]);
  useEffect(() => {
    if (!isQuiet) return;
    const timer = setTimeout(tell, quietUntil - performance.now());
    return () => clearTimeout(timer);
  }, [isQuiet]);
  return state;
}
