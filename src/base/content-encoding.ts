const compression = /^(?:x-)?(?:gzip|compress|deflate|br|zstd)$/i;

/**
 * Whether the value of a Content-Encoding header says that a body is compressed: `identity` and words that name no
 * compression (utf-8, none) say nothing. https://www.iana.org/assignments/http-parameters
 */
export const isCompressed = (contentEncoding: string): boolean =>
  contentEncoding.split(',').some((word) => compression.test(word.trim()));
