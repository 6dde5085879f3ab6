/**
 * Lets Jest look at its time limit, which it cannot do while a test works without a pause. Awaited at the end of long
 * work it makes the limit count: work by the square of the length then fails, however fast or busy the machine.
 */
export const giveWay = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
