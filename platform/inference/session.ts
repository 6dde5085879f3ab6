import { availableParallelism } from 'node:os';
import * as ort from 'onnxruntime-node';
import { optionalEnvironment } from '../environment.ts';

/**
 * How long a thread that has done its part looks out for the next before it sleeps. The runtime's default is longer, and on
 * busy cores a network then waits for threads that do nothing: with this it was measured to take a third to two thirds of the time.
 */
const SPIN_US = '100';

/**
 * A network ready to run, with a thread for each core that this process has (OKA_INFERENCE_THREADS).
 * @param isOneOfTwo a model's network and its pixel gate see one picture, one after the other: each has threads of its own, and
 * those of the one leave the cores as soon as its run ends
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
    extra: {
      session: { intra_op: { spin_duration_us: SPIN_US }, ...(isOneOfTwo ? { force_spinning_stop: '1' } : {}) },
    },
  });
}
