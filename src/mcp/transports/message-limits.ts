/** How large a message may be, and what is said of one that is larger. */

/**
 * Of a line over stdio: the largest file that a tool takes (20 MiB) is 28 MB as base64, 30 MB with escaped line breaks
 * in it, and something stands beside it.
 */
export const maxLineBytes = 32 * 1024 * 1024;

/** Over HTTP many clients may send at a time, so that larger files go by file_path. */
export const maxBodyBytes = 4 * 1024 * 1024;

export const explainTooLarge = (maxBytes: number) =>
  `The message is larger than ${maxBytes} bytes, so that nothing of it was carried out; send files by file_path, other things in parts`;
