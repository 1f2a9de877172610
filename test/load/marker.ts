/** A text that no two writes share: it says which client sent it, so that it tells whose answer it is found in. */

/** What a marker is written as: a note, the comment of a list's entry, a person's external id, the name in an evaluation. */
export type MarkedKind = 'note' | 'comment' | 'person' | 'evaluation';

const letters: Readonly<Record<MarkedKind, string>> = {
  note: 'n',
  comment: 'c',
  person: 'p',
  evaluation: 'v',
};

export const buildMarker = (client: number, number: number, kind: MarkedKind) =>
  `Mk${client}x${number}${letters[kind]}`;

const pattern = /Mk(\d+)x\d+[ncpv]/g;

export const findMarkers = (text: string): readonly string[] => text.match(pattern) ?? [];

/** Markers in a text that other clients wrote. */
export function findForeignMarkers(text: string, client: number): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([marker, owner]) => (Number(owner) === client ? [] : [marker]));
}
