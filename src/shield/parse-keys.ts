/** The setting that holds the keys of stand-ins -> keys, the newest first: one a line, or separated by commas. */
export function parseKeys(text: string): readonly string[] {
  return text
    .split(/[,\r\n]+/)
    .map((key) => key.trim())
    .filter((key) => key !== '');
}
