import { fileUrl } from '../../config.ts';
import type { Said } from '../../worker/protocol.ts';

/** What tests ask of a page from within. */
export const probe = {
  /** Middle grey of the middle of the first stage. */
  brightness(): number {
    const canvas = document.querySelector<HTMLCanvasElement>('.stage canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return Number.NaN;
    const { data } = context.getImageData(canvas.width / 2 - 50, canvas.height / 2 - 50, 100, 100);
    let sum = 0;
    for (let k = 0; k < data.length; k += 4) sum += data[k] as number;
    return (4 * sum) / data.length;
  },

  /** Pixels of the worker's picture of an instance that are not those of the server's PNG. */
  async differing(instance: string): Promise<number> {
    const read = (path: string, accept: string) => fetch(`${instance}${path}`, { headers: { accept } });
    const stream = await (await read('/frames/1', 'image/jphc')).arrayBuffer();
    const form = await (await read('/display', 'application/json')).json();
    const worker = new Worker(fileUrl('worker/decode.worker.ts'), { type: 'module' });
    const painted = new Promise<ImageBitmap>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<Said>) =>
        data.said === 'painted' && data.bitmap && resolve(data.bitmap);
    });
    worker.postMessage({ ask: 'begin' });
    worker.postMessage({ ask: 'decode', film: 'x', bytes: stream, discarded: 0, form });
    worker.postMessage({ ask: 'paint', film: 'x', ticket: 1, form, view: form.views[0], inverted: false });
    const server = pixels(await createImageBitmap(await (await read('/rendered', 'image/png')).blob()));
    const own = pixels(await painted);
    worker.terminate();
    return own.reduce((count, value, k) => count + (value === server[k] ? 0 : 1), Math.abs(own.length - server.length));
  },

  /** Caches of images in this browser. */
  kept: async (): Promise<string[]> => (await caches.keys()).filter((name) => name.startsWith('oka-images-')),
};

function pixels(image: ImageBitmap): Uint8ClampedArray {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context?.drawImage(image, 0, 0);
  return context?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
}
