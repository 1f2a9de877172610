/**
 * Many patterns in one pass (Aho and Corasick): the cost is that of the text and of what is found, however many patterns
 * there are and however they begin. Patterns and texts are rows of codes below 65,536.
 */

const nowhere = -1;
/** So that nobody can choose texts whose edges fall into one place. */
const seed = (Math.random() * 0x7fffffff) | 1;

export class Automaton {
  /** By node: what it is reached from and by, where to go on when no edge fits, which pattern ends there. */
  readonly #parents: Int32Array;
  readonly #codes: Uint16Array;
  readonly #fallbacks: Int32Array;
  readonly #patterns: Int32Array;
  /** The next of the fallbacks at which a pattern ends. */
  readonly #endings: Int32Array;
  /** Edges: a hash table of the nodes that they lead to, with open addressing. */
  readonly #edges: Int32Array;
  readonly #mask: number;

  /** Of equal patterns the first counts. */
  constructor(patterns: readonly (readonly number[])[]) {
    let most = 1;
    for (const pattern of patterns) most += pattern.length;
    this.#parents = new Int32Array(most);
    this.#codes = new Uint16Array(most);
    this.#fallbacks = new Int32Array(most);
    this.#patterns = new Int32Array(most).fill(nowhere);
    this.#endings = new Int32Array(most).fill(nowhere);
    this.#mask = 2 ** Math.ceil(Math.log2(most * 2)) - 1;
    this.#edges = new Int32Array(this.#mask + 1);
    const depths = new Int32Array(most);
    let count = 1;
    for (const [index, pattern] of patterns.entries()) {
      let node = 0;
      for (const [depth, code] of pattern.entries()) {
        const slot = this.#findSlot(node, code);
        let next = this.#edges[slot] ?? 0;
        if (next === 0) {
          next = count;
          count += 1;
          this.#edges[slot] = next;
          this.#parents[next] = node;
          this.#codes[next] = code;
          depths[next] = depth;
        }
        node = next;
      }
      if (node > 0 && this.#patterns[node] === nowhere) this.#patterns[node] = index;
    }
    for (const node of orderByDepth(depths.subarray(0, count))) this.#link(node);
  }

  /** From one node to the next; 0 is the beginning. */
  step(from: number, code: number): number {
    for (let node = from; ; node = this.#fallbacks[node] ?? 0) {
      const next = this.#edges[this.#findSlot(node, code)] ?? 0;
      if (next !== 0 || node === 0) return next;
    }
  }

  /** The first node, of this one and those that it falls back to, at which a pattern ends; -1 for none. */
  findEnding(node: number): number {
    return this.#patterns[node] === nowhere ? this.nextEnding(node) : node;
  }

  /** The next such node behind one. */
  nextEnding(node: number): number {
    return this.#endings[node] ?? nowhere;
  }

  /** Which of the patterns ends at a node that `findEnding` gave. */
  patternAt(node: number): number {
    return this.#patterns[node] ?? nowhere;
  }

  /** Where an edge is, or would be. */
  #findSlot(node: number, code: number): number {
    const mixed = Math.imul(Math.imul(node, 0x9e3779b1) ^ (code + seed), 0x85ebca6b);
    let slot = (mixed ^ (mixed >>> 15)) & this.#mask;
    for (;;) {
      const next = this.#edges[slot] ?? 0;
      if (next === 0 || (this.#parents[next] === node && this.#codes[next] === code)) return slot;
      slot = (slot + 1) & this.#mask;
    }
  }

  #link(node: number): void {
    const parent = this.#parents[node] ?? 0;
    const code = this.#codes[node] ?? 0;
    const fallback = parent === 0 ? 0 : this.step(this.#fallbacks[parent] ?? 0, code);
    this.#fallbacks[node] = fallback;
    this.#endings[node] = this.findEnding(fallback);
  }
}

/** Nodes but the first, those nearer to it first. */
function orderByDepth(depths: Int32Array): Int32Array {
  const starts: number[] = [];
  for (let node = 1; node < depths.length; node += 1) {
    const depth = depths[node] ?? 0;
    starts[depth] = (starts[depth] ?? 0) + 1;
  }
  let position = 0;
  for (const [depth, count] of starts.entries()) {
    starts[depth] = position;
    position += count;
  }
  const order = new Int32Array(Math.max(0, depths.length - 1));
  for (let node = 1; node < depths.length; node += 1) {
    const depth = depths[node] ?? 0;
    const at = starts[depth] ?? 0;
    order[at] = node;
    starts[depth] = at + 1;
  }
  return order;
}
