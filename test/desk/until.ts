/** Asks again each 50 ms until it is so. @throws after so long (15 s) with what was wanted */
export async function until(wanted: string, isSo: () => Promise<boolean>, patienceMs = 15_000): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`not in ${patienceMs / 1000} s: ${wanted}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
