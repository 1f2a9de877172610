/**
 * Many patterns in one pass (Aho and Corasick): the cost is that of the text and of what is found, however many patterns
 * there are and however they begin. Patterns and texts are rows of codes.
 */

const nowhere = -1;

export class Automaton {
  readonly #symbols = new Map<number, number>();
  /** Symbols of codes below 128; 0 for those that no pattern has. */
  readonly #ascii = new Uint16Array(128);
  readonly #alphabet: number;
  readonly #edges = new Map<number, number>();
  /** By node: where to go on when no edge fits, the pattern that ends there, the next node with a shorter one. */
  readonly #fallback: number[] = [0];
  readonly #pattern: number[] = [nowhere];
  readonly #shorter: number[] = [nowhere];
  readonly #roots = new Int32Array(128);

  /** Of two equal patterns the first counts. */
  constructor(patterns: readonly (readonly number[])[]) {
    for (const pattern of patterns) for (const code of pattern) this.#addSymbol(code);
    this.#alphabet = this.#symbols.size + 1;
    /** By node: parent and symbol, level by level. */
    const levels: [node: number, parent: number, symbol: number][][] = [];
    for (const [index, pattern] of patterns.entries()) {
      let node = 0;
      for (const [depth, code] of pattern.entries()) {
        const symbol = this.#symbols.get(code) ?? 0;
        let next = this.#edges.get(node * this.#alphabet + symbol);
        if (next === undefined) {
          next = this.#pattern.length;
          this.#edges.set(node * this.#alphabet + symbol, next);
          this.#pattern.push(nowhere);
          this.#fallback.push(0);
          this.#shorter.push(nowhere);
          const level = levels[depth];
          if (level === undefined) levels.push([[next, node, symbol]]);
          else level.push([next, node, symbol]);
          if (node === 0 && code < 128) this.#roots[code] = next;
        }
        node = next;
      }
      if (node > 0 && this.#pattern[node] === nowhere) this.#pattern[node] = index;
    }
    for (const level of levels) for (const [node, parent, symbol] of level) this.#link(node, parent, symbol);
  }

  /** From one node to the next; 0 is the beginning. */
  step(node: number, code: number): number {
    if (node === 0 && code < 128) return this.#roots[code] ?? 0;
    const symbol = code < 128 ? (this.#ascii[code] ?? 0) : (this.#symbols.get(code) ?? 0);
    return symbol === 0 ? 0 : this.#follow(node, symbol);
  }

  /** The first node, of this one and those that it falls back to, at which a pattern ends; -1 for none. */
  findEnding(node: number): number {
    return this.#pattern[node] === nowhere ? this.nextEnding(node) : node;
  }

  /** The next such node behind one. */
  nextEnding(node: number): number {
    return this.#shorter[node] ?? nowhere;
  }

  /** Which of the patterns ends at a node that `findEnding` gave. */
  patternAt(node: number): number {
    return this.#pattern[node] ?? nowhere;
  }

  #addSymbol(code: number): void {
    if (this.#symbols.has(code)) return;
    this.#symbols.set(code, this.#symbols.size + 1);
    if (code < 128) this.#ascii[code] = this.#symbols.size;
  }

  #follow(from: number, symbol: number): number {
    for (let node = from; ; node = this.#fallback[node] ?? 0) {
      const next = this.#edges.get(node * this.#alphabet + symbol);
      if (next !== undefined) return next;
      if (node === 0) return 0;
    }
  }

  #link(node: number, parent: number, symbol: number): void {
    const fallback = parent === 0 ? 0 : this.#follow(this.#fallback[parent] ?? 0, symbol);
    this.#fallback[node] = fallback;
    this.#shorter[node] =
      this.#pattern[fallback] === nowhere ? (this.#shorter[fallback] ?? nowhere) : fallback;
  }
}
