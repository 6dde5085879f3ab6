import { ask } from '../../api/ask.ts';
import { onForgetting } from './kept.ts';

/** A picture over a thin line may take long, and breaks off only when the line does. */
export const LONG_MS = 600_000;

/** A picture of the API. Errors: as `ask`, and of what is no picture. */
export async function askPicture(path: string, accept: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await ask(path, { headers: { accept }, signal, timeoutMs: LONG_MS });
  if (answer.status === 204) throw new NoPicture();
  return createImageBitmap(await answer.blob());
}

/** A study of documents alone: not a fault. */
export class NoPicture extends Error {}

/** Previews of the studies that were looked at last, in the memory of the page alone. */
const previews = new Map<string, ImageBitmap>();
const MOST = 40;
onForgetting(() => previews.clear());

/** The server's small picture of a path, once. Errors: as `askPicture`. */
export async function askPreview(path: string, signal: AbortSignal): Promise<ImageBitmap> {
  const known = previews.get(path);
  if (known !== undefined) return known;
  const picture = await askPicture(path, 'image/webp,image/jpeg;q=0.9', signal);
  previews.set(path, picture);
  const [oldest] = previews.keys();
  if (previews.size > MOST && oldest !== undefined) previews.delete(oldest);
  return picture;
}
