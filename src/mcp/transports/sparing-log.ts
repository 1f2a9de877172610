/** A log of what strangers cause: however often they come, there is one line a minute for each name, of few names. */
const everyMs = 60_000;
const mostNames = 50;

export type Warn = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export function createSparingLog(warn: Warn): (name: string, ...line: Parameters<Warn>) => void {
  const said = new Map<string, number>();
  return (name, ...line) => {
    const now = performance.now();
    for (const [each, at] of said) if (now - at >= everyMs) said.delete(each);
    if (said.has(name) || said.size >= mostNames) return;
    said.set(name, now);
    warn(...line);
  };
}
