// Comparing pictures, in the browser that took them: it reads PNG already.

// At half its size and in fewer colors, which a repository can carry and in which a letter that changed
// still shows.
export const half = async (context, picture) => {
  const page = await context.newPage();
  const base64 = await page.evaluate(async (base64) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(Math.ceil(image.width / 2), Math.ceil(image.height / 2));
    const context = canvas.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const pixels = context.getImageData(0, 0, canvas.width, canvas.height);
    pixels.data.forEach((it, at) => (pixels.data[at] = Math.round(it / 17) * 17));
    context.putImageData(pixels, 0, 0);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return btoa(Array.from(bytes, (it) => String.fromCharCode(it)).join(""));
  }, picture.toString("base64"));
  await page.close();
  return Buffer.from(base64, "base64");
};

// A channel that differs by less is the same to the eye, and to whoever draws the same edge twice.
const SAME = 24;

// How many pixels differ; null where the sizes do.
export const differing = async (context, one, other) => {
  const page = await context.newPage();
  const differing = await page.evaluate(async ({ pictures, same }) => {
    const read = async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0));
      const image = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height);
    };
    const [one, other] = await Promise.all(pictures.map(read));
    if (one.width !== other.width || one.height !== other.height) return null;
    let count = 0;
    for (let at = 0; at < one.data.length; at += 4) {
      const far = [0, 1, 2].some((it) => Math.abs(one.data[at + it] - other.data[at + it]) > same);
      if (far) count += 1;
    }
    return count;
  }, { pictures: [one, other].map((it) => it.toString("base64")), same: SAME });
  await page.close();
  return differing;
};
