/**
 * Width and height of a picture, from its first bytes: enough to tell whether models take it. Linear in the bytes, and
 * nothing of them is decoded. https://www.w3.org/TR/png-3/ https://www.w3.org/TR/jpeg/ (ITU T.81, B.1.1.3)
 * https://www.w3.org/Graphics/GIF/spec-gif89a.txt https://developers.google.com/speed/webp/docs/riff_container
 */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined for what is none of these four, or is broken off before its size. */
export function readPictureSize(mimeType: string, content: Uint8Array): PictureSize | undefined {
  const read = readers[mimeType];
  try {
    return read?.(new DataView(content.buffer, content.byteOffset, content.byteLength));
  } catch (error) {
    // Read beyond the end.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type Read = (view: DataView) => PictureSize | undefined;

const readers: Readonly<Record<string, Read>> = {
  'image/png': (view) =>
    readText(view, 12) === 'IHDR' ? { width: view.getUint32(16), height: view.getUint32(20) } : undefined,
  'image/gif': (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  'image/jpeg': readJpeg,
  'image/webp': readWebp,
};

/** Segments follow each other by their lengths; the first that starts a frame has the size. */
function readJpeg(view: DataView): PictureSize | undefined {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    // The scan begins: no frame came before it.
    if (marker === 0xda) return undefined;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}

function readWebp(view: DataView): PictureSize | undefined {
  switch (readText(view, 12)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: readUint24(view, 24) + 1, height: readUint24(view, 27) + 1 };
    default:
      return undefined;
  }
}

const readUint24 = (view: DataView, at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;

const readText = (view: DataView, at: number) =>
  String.fromCharCode(view.getUint8(at), view.getUint8(at + 1), view.getUint8(at + 2), view.getUint8(at + 3));
