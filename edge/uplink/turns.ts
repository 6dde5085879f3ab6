import type { Job } from './job.ts';

/** A message that the region has answered so often without taking it holds up its patient no longer. */
const MOST_FAILURES = 8;

/**
 * Messages of one patient go one after the other, in the order of their acceptance; those of others beside them. Nothing
 * in the region rests on it (contract 4); it spares the chart versions that are corrected a moment later.
 */
export function makeTurns() {
  const queues = new Map<string, Job[]>();

  /** Those that go now: the first, and behind each that fails for ever the next. */
  function ready(queue: readonly Job[]): Job[] {
    const end = queue.findIndex(({ failures }) => failures < MOST_FAILURES);
    return queue.slice(0, end < 0 ? queue.length : end + 1);
  }

  return {
    /**
     * Gives what may go, or has become urgent, by this one's coming: an urgent message makes those of its patient before it
     * urgent too, for it may not overtake them.
     */
    join(job: Job): readonly Job[] {
      if (job.patientKey === undefined) return [job];
      const queue = queues.get(job.patientKey) ?? [];
      queues.set(job.patientKey, queue);
      if (job.lane === 'urgent') for (const before of queue) before.lane = 'urgent';
      queue.push(job);
      return ready(queue);
    },
    /** Gives what may go after this one has left. */
    leave(job: Job): readonly Job[] {
      const queue = job.patientKey === undefined ? undefined : queues.get(job.patientKey);
      if (job.patientKey === undefined || queue === undefined) return [];
      const left = queue.filter((one) => one !== job);
      if (left.length === 0) queues.delete(job.patientKey);
      else queues.set(job.patientKey, left);
      return ready(left);
    },
    /** Gives what may go now that this one has failed once more. */
    failed: (job: Job): readonly Job[] => ready(queues.get(job.patientKey ?? '') ?? [job]),
  };
}
