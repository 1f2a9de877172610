/** The state that the embedded Alloy kept -> how often each marker was applied: once for each record that has it. */
import { readList, readMember } from '../helpers/read-member.ts';
import { findMarkers } from './marker.ts';

export function countMarkers(state: unknown): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const add = (value: unknown) => {
    for (const marker of typeof value === 'string' ? findMarkers(value) : [])
      counts.set(marker, (counts.get(marker) ?? 0) + 1);
  };
  const collections = readMember(state, 'account.collections');
  for (const evaluation of readList(collections, 'evaluations'))
    add(readMember(evaluation, 'supplied.name_last'));
  for (const entity of readList(collections, 'entities')) {
    for (const id of readList(entity, 'externalIds')) add(readMember(id, 'external_entity_id'));
    for (const note of readList(entity, 'notes')) add(readMember(note, 'note'));
  }
  for (const list of readList(collections, 'lists'))
    for (const entry of readList(list, 'entries')) add(readMember(entry, 'comment'));
  return counts;
}
