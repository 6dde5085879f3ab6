import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import { optionalEnvironment } from '../environment.ts';

/**
 * Where two networks see one picture, each has threads of its own, and by the runtime's default those go on looking out for
 * work long after their run: each network then waits for threads of the other that do nothing. So they look out for a tenth of
 * a millisecond and leave the cores when their run ends; on two busy cores this was measured to take two thirds of the time.
 */
const LEAVE_THE_CORES = { session: { intra_op: { spin_duration_us: '100' }, force_spinning_stop: '1' } };

/**
 * A network ready to run, with a thread for each core that this process has (OKA_INFERENCE_THREADS).
 * @param isOneOfTwo a model's network and its pixel gate see the same picture, one after the other
 */
export function sessionOf(
  weights: Uint8Array,
  { isOneOfTwo }: { readonly isOneOfTwo: boolean },
): Promise<ort.InferenceSession> {
  const threads = Number(optionalEnvironment('OKA_INFERENCE_THREADS', String(availableParallelism())));
  return ort.InferenceSession.create(weights, {
    intraOpNumThreads: Math.max(1, threads),
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    ...(isOneOfTwo ? { extra: LEAVE_THE_CORES } : {}),
  });
}
