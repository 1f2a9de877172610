/** GET /investigations: which ones, in which order. Source: https://developer.alloy.com/public/reference/get_investigations */
import type { Account } from './account.ts';
import type { InvestigationFilter, investigationColumns, ListRequest } from './investigation-query.ts';
import { cutPage, sortBy } from './investigation-query.ts';
import { type Investigation, isClosed } from './investigation-store.ts';
import { buildInvestigationLine, findRisk } from './investigation-view.ts';

type Column = (typeof investigationColumns)[number];

export function listInvestigations(
  account: Account,
  request: ListRequest<InvestigationFilter, Column>,
): Record<string, unknown> {
  const chosen = [...account.investigations.all()].filter((each) => meets(account, each, request.filter));
  const sorted = sortBy(chosen, request.order, (each) => keyOf(account, each, request.column));
  const { items, pagination } = cutPage(sorted, request);
  const { total: total_investigations, ...pages } = pagination;
  return {
    _embedded: {
      pagination: { total_investigations, ...pages },
      sorting: { column: request.column, order: request.order },
    },
    error: null,
    investigations: items.map((each) => buildInvestigationLine(account, each)),
  };
}

/**
 * `archived` shows the archived ones and no others. Closed ones show when `includeClosed` says so and, our choice,
 * when `statuses` names their state or `archived` asks for what can only be closed.
 */
function meets(account: Account, investigation: Investigation, filter: InvestigationFilter): boolean {
  const { state, type, token, assigneeToken, entityTokens, createdAt, updatedAt } = investigation;
  const archived = filter.archived ?? false;
  if ((investigation.archivedAt !== null) !== archived) return false;
  const showsClosed = archived || filter.includeClosed === true || (filter.statuses ?? []).length > 0;
  if (isClosed(investigation) && !showsClosed) return false;
  const externalIds = () =>
    entityTokens.flatMap(
      (each) =>
        account.entities.find(each)?.externalIds.map(({ external_entity_id }) => external_entity_id) ?? [],
    );
  return (
    hasAny(filter.statuses, () => [state]) &&
    hasAny(filter.types, () => [type]) &&
    hasAny(filter.assignedAgents, () => (assigneeToken === null ? [] : [assigneeToken])) &&
    hasAny(filter.entityTokens, () => entityTokens) &&
    hasAny(filter.investigationTokens, () => [token]) &&
    hasAny(filter.externalEntityIds, externalIds) &&
    hasAny(filter.deviceIds, () => investigation.deviceIds) &&
    hasAny(filter.programNames, () => investigation.programNames) &&
    isWithin(createdAt, filter.createdAtFrom, filter.createdAtTo) &&
    isWithin(updatedAt, filter.updatedAtFrom, filter.updatedAtTo)
  );
}

/** An empty list of wanted values asks for nothing, so that it leaves nothing out. */
function hasAny(wanted: readonly string[] | undefined, values: () => readonly string[]): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  return values().some((value) => wanted.includes(value));
}

/** Bounds in seconds, both inclusive. */
function isWithin(at: number, from: number | undefined, to: number | undefined): boolean {
  const seconds = Math.floor(at / 1000);
  return (from === undefined || seconds >= from) && (to === undefined || seconds <= to);
}

function keyOf(account: Account, investigation: Investigation, column: Column): number | null {
  switch (column) {
    case 'created_at':
      return investigation.createdAt;
    case 'updated_at':
      return investigation.updatedAt;
    case 'total_alerts':
      return investigation.alerts.length;
    case 'risk_score':
      return findRisk(account, investigation);
  }
}
