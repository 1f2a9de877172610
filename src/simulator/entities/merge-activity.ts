/**
 * What hangs on an entity that is merged away: each store's records, given to the entity that stays. Bodies that were
 * sent stay as they were sent. Source: https://developer.alloy.com/public/docs/entity-merging
 */

import type { Account } from '../account.ts';
import { closedStatus } from '../records/cases.ts';
import type { EntityGroup } from '../records/groups.ts';
import { formatDate } from '../values.ts';

export function moveActivity(account: Account, from: string, to: string): void {
  moveEvaluations(account, from, to);
  for (const document of account.documents.ofEntity(from)) document.entityToken = to;
  for (const review of account.reviews.ofEntity(from)) review.entityToken = to;
  for (const feedback of account.feedback.all()) {
    if (feedback.entityToken === from) account.feedback.move(feedback, to);
  }
  moveCases(account, from, to);
  moveMoney(account, from, to);
  for (const event of account.events.all()) {
    if (event.entityToken === from) account.events.restore({ ...event, entityToken: to });
  }
  for (const { group } of account.groups.membershipsOf(from)) moveMembership(account, group, from, to);
  for (const group of account.groups.allLegacy()) group.memberTokens = rename(group.memberTokens, from, to);
  moveJourneys(account, from, to);
  moveInvestigations(account, from, to);
  movePublishedValues(account, from, to);
}

function moveEvaluations({ evaluations }: Account, from: string, to: string): void {
  for (const evaluation of evaluations.all()) {
    const { entityToken, options, answer } = evaluation;
    if (entityToken === from)
      evaluations.restore({ ...evaluation, entityToken: to, answer: { ...answer, entity_token: to } });
    if (options.parentEntityToken !== from) continue;
    const moved = evaluations.find(evaluation.token) ?? evaluation;
    evaluations.restore({
      ...moved,
      options: { ...options, parentEntityToken: to },
      answer: { ...moved.answer, parent_entity_token: to },
    });
  }
}

/** An entity has one open case of a type at most: a second one gives its evidence to the first and is closed. */
function moveCases(account: Account, from: string, to: string): void {
  const { cases } = account;
  for (const moved of cases.ofEntity(from)) {
    const { typeName, sandbox } = moved;
    const open = moved.closedAt === null ? cases.findOpen({ entityToken: to, typeName, sandbox }) : undefined;
    cases.move(moved, to);
    if (open === undefined) continue;
    for (const { createdAt, ...evidence } of moved.evidences) cases.addEvidence(open, evidence);
    moved.status = closedStatus;
    moved.closedAt = account.now();
    cases.addWork(moved, {
      type: 'closure',
      note: `The entities were merged; ${open.token} goes on with it`,
      status: null,
      closed: true,
      reasons: [],
      assignedAgentEmail: null,
      tagName: null,
      createdByEmail: null,
    });
  }
}

function moveMoney({ bankAccounts, transactions }: Account, from: string, to: string): void {
  for (const bankAccount of bankAccounts.heldBy(from)) {
    const isHeld = bankAccount.holders.some(({ entityToken }) => entityToken === to);
    bankAccount.holders = bankAccount.holders
      .filter(({ entityToken }) => !isHeld || entityToken !== from)
      .map((holder) => (holder.entityToken === from ? { ...holder, entityToken: to } : holder));
  }
  for (const transaction of transactions.all()) {
    if (transaction.entityToken === from) transaction.entityToken = to;
  }
}

/** Where both are members, roles and accounts are joined; title and share stay the survivor's when it has them. */
function moveMembership({ groups, now }: Account, group: EntityGroup, from: string, to: string): void {
  const at = formatDate(now());
  const left = group.relationships.find(({ entityToken }) => entityToken === from);
  const kept = group.relationships.find(({ entityToken }) => entityToken === to);
  if (left === undefined) return;
  if (kept !== undefined) {
    const title = kept.title ?? left.title;
    const ownershipPercentage = kept.ownershipPercentage ?? left.ownershipPercentage;
    groups.remove(group, from, at);
    groups.relate(
      group,
      to,
      {
        roles: left.roles,
        ...(title === undefined ? {} : { title }),
        ...(ownershipPercentage === undefined ? {} : { ownershipPercentage }),
        addBankAccounts: left.bankAccounts,
      },
      at,
    );
    return;
  }
  group.relationships = group.relationships.map((each) =>
    each === left ? { ...each, entityToken: to } : each,
  );
  group.versions = group.versions.map((version) =>
    version.relationship.entityToken === from
      ? { ...version, relationship: { ...version.relationship, entityToken: to } }
      : version,
  );
}

function moveJourneys({ journeys }: Account, from: string, to: string): void {
  const give = <Item extends { readonly entityToken: string | null }>(item: Item): Item =>
    item.entityToken === from ? { ...item, entityToken: to } : item;
  for (const application of journeys.ofEntity(from)) {
    application.entityApplications = application.entityApplications.map(give);
    application.events = application.events.map(give);
  }
}

function moveInvestigations({ investigations }: Account, from: string, to: string): void {
  for (const investigation of investigations.all()) {
    if (!investigation.entityTokens.includes(from)) continue;
    investigation.entityTokens = rename(investigation.entityTokens, from, to);
    investigation.notes = investigation.notes.map((note) =>
      note.entityToken === from ? { ...note, entityToken: to } : note,
    );
  }
}

/** A history each; the newest value counts. */
function movePublishedValues({ publishedAttributes }: Account, from: string, to: string): void {
  for (const { values } of publishedAttributes.all()) {
    const moved = values[from];
    if (moved === undefined) continue;
    values[to] = [...(values[to] ?? []), ...moved].sort((left, right) => right.timestamp - left.timestamp);
    delete values[from];
  }
}

function rename(tokens: readonly string[], from: string, to: string): string[] {
  return [...new Set(tokens.map((token) => (token === from ? to : token)))];
}
