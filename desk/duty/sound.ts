/** Seconds of one cycle: two tones and a rest, as alarms of high priority have them apart from music (IEC 60601-1-8). */
const CYCLE_S = 3;
const TONES_HZ = [880, 660] as const;

/**
 * The alarm one can hear. Browsers let a page sound only after its user has touched it, so there is a button that allows
 * it, and the page says whether it is allowed. Made of oscillators: no file to load on a thin line.
 */
export function alarmSound(open: () => AudioContext) {
  let context: AudioContext | undefined;
  let timer: number | undefined;
  const tone = (at: AudioContext, hertz: number, fromS: number) => {
    const oscillator = at.createOscillator();
    const gain = at.createGain();
    oscillator.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, at.currentTime + fromS);
    gain.gain.exponentialRampToValueAtTime(0.4, at.currentTime + fromS + 0.05);
    gain.gain.exponentialRampToValueAtTime(0.0001, at.currentTime + fromS + 0.5);
    oscillator.connect(gain).connect(at.destination);
    oscillator.start(at.currentTime + fromS);
    oscillator.stop(at.currentTime + fromS + 0.55);
  };
  const cycle = () => {
    if (context?.state === 'running')
      for (const [place, hertz] of TONES_HZ.entries()) tone(context, hertz, place * 0.6);
  };
  return {
    /** Call it from a click or a key. False: the browser still refuses. */
    async allow(): Promise<boolean> {
      context ??= open();
      await context.resume();
      return context.state === 'running';
    },
    allowed: (): boolean => context?.state === 'running',
    start(): void {
      if (timer !== undefined) return;
      cycle();
      timer = window.setInterval(cycle, CYCLE_S * 1000);
    },
    stop(): void {
      if (timer !== undefined) window.clearInterval(timer);
      timer = undefined;
    },
    sounding: (): boolean => timer !== undefined && context?.state === 'running',
  };
}
export type AlarmSound = ReturnType<typeof alarmSound>;
