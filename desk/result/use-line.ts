import { useEffect, useState } from 'preact/hooks';
import { lineNow, onLine } from '../api/line.ts';

/** Whether the region answered last; drawn again when that changes. */
export function useLineIsUp(): boolean {
  const [isUp, setUp] = useState(lineNow().since === undefined);
  useEffect(() => onLine(() => setUp(lineNow().since === undefined)), []);
  return isUp;
}
