/** How the time of something grows with its input: by ratios, so that the machine does not matter. */

/** Below, nothing is told: clocks and collectors are in the way. */
const floor = 8;
const runs = 3;
const attempts = 8;
/** What is quadratic takes sixteen times as long for four times the input. */
export const mostGrowth = 7;

/** `enough`: a run that takes less is the last. */
function measure(run: () => unknown, enough = 0): number {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < runs; count += 1) {
    const begin = performance.now();
    run();
    least = Math.min(least, performance.now() - begin);
    if (least < enough) break;
  }
  return least;
}

/**
 * How many times as long four times the input takes, in the best of several attempts: pauses come and go, a growth stays.
 * 1 where it is no time at all. A growth has to show in both steps, from n to 2n and from there to 4n.
 */
export function measureGrowth(run: (size: number) => () => unknown, size: number): number {
  const [small, middle, large] = [run(size), run(size * 2), run(size * 4)];
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < attempts && least >= mostGrowth; attempt += 1) {
    const slow = measure(large, attempt === 0 ? floor : 0);
    if (slow < floor) return 1;
    const steps = [measure(middle) / Math.max(measure(small), 0.1), slow / measure(middle)] as const;
    least = Math.min(least, steps[0] * steps[1], Math.min(...steps) ** 2);
  }
  return least;
}

/** Those that grow faster than their input. */
export function listSteep(
  texts: readonly string[],
  run: (text: string) => unknown,
  size: number,
): readonly string[] {
  return texts.flatMap((piece) => {
    const growth = measureGrowth((length) => {
      const text = fill(piece, length);
      return () => run(text);
    }, size);
    return growth >= mostGrowth ? [`${JSON.stringify(piece)}: ${growth.toFixed(1)}`] : [];
  });
}

/** `{first}` of a piece stands once in front: "1234 {}dl-". */
function fill(piece: string, length: number): string {
  const [first = '', rest = ''] = piece.includes('{}') ? piece.split('{}') : ['', piece];
  return first + rest.repeat(Math.ceil((length - first.length) / rest.length));
}
