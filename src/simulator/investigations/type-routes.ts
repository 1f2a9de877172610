/**
 * Types of investigations and what they may be for. What the answers hold is not public; the list has the form of that
 * of investigations. Source: https://developer.alloy.com/public/reference/get_investigations-types
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { conflict, notFound } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type InvestigationType, useCases } from '../records/investigation-types.ts';
import { isClosed } from '../records/investigations.ts';
import { filledText, formatDate, optionalText, trimmedText } from '../values.ts';
import {
  cutPage,
  investigationTypeColumns,
  investigationTypeFilter,
  parseListRequest,
  sortBy,
} from './query.ts';

const createBody = z.looseObject({
  name: trimmedText,
  use_case: z.enum(useCases.map(({ name }) => name)),
  description: optionalText,
});
/** One name in spite of the plural. */
const nameBody = z.strictObject({ investigation_types: filledText });

export function registerInvestigationTypeRoutes(app: Hono<Env>, account: Account): void {
  app.get('/investigations/types', (context) => {
    const request = parseListRequest(
      context,
      investigationTypeFilter,
      investigationTypeColumns,
      'investigation_type_id',
    );
    const lines = [...account.investigationTypes.all()]
      .filter(({ archivedAt }) => (archivedAt !== null) === (request.filter.archived ?? false))
      .map((type) => buildType(account, type));
    const { items, pagination } = cutPage(
      sortBy(lines, request.order, (line) => line[request.column]),
      request,
    );
    const { total: total_investigation_types, ...pages } = pagination;
    return context.json({
      _embedded: {
        pagination: { total_investigation_types, ...pages },
        sorting: { column: request.column, order: request.order },
      },
      error: null,
      investigation_types: items,
    });
  });

  app.post('/investigations/types', async (context) => {
    const { name, use_case, description } = await parseBody(context, createBody);
    if (account.investigationTypes.find(name) !== undefined)
      throw conflict('An investigation type of that name exists', { name });
    const type = account.investigationTypes.create({
      name,
      useCase: use_case,
      description: description ?? null,
    });
    return answer(context, 'Investigation type created', type);
  });

  app.patch('/investigations/types/archive', async (context) => {
    const type = findType((await parseBody(context, nameBody)).investigation_types);
    if (type.archivedAt !== null) throw conflict('The investigation type is archived', { name: type.name });
    if (countJourneys(account, type) > 0 || hasInvestigations(type, false))
      throw conflict('The investigation type is in use by a journey or an open investigation', {
        name: type.name,
      });
    account.investigationTypes.setArchived(type, true);
    return answer(context, 'Investigation type archived', type);
  });

  // Repeating it is no fault: Alloy lists no 409 here.
  app.patch('/investigations/types/unarchive', async (context) => {
    const type = findType((await parseBody(context, nameBody)).investigation_types);
    if (type.archivedAt !== null) account.investigationTypes.setArchived(type, false);
    return answer(context, 'Investigation type unarchived', type);
  });

  app.delete('/investigations/types/delete/:investigation_type', (context) => {
    const type = findType(context.req.param('investigation_type'));
    // Closed investigations count too: they would lose their type.
    if (countJourneys(account, type) > 0 || hasInvestigations(type, true))
      throw conflict('The investigation type is in use by a journey or an investigation', {
        name: type.name,
      });
    account.investigationTypes.remove(type);
    return context.json({ message: 'Investigation type deleted' });
  });

  app.get('/investigations/use-cases', (context) => {
    // They come with the account, so its first type is as old as they are.
    const [first] = account.investigationTypes.all();
    const at = formatDate(first?.createdAt ?? account.now());
    return context.json({ use_cases: useCases.map((each) => ({ ...each, created_at: at, updated_at: at })) });
  });

  function findType(name: string): InvestigationType {
    const type = account.investigationTypes.find(name);
    if (type === undefined) throw notFound('Investigation type not found', { investigation_type: name });
    return type;
  }

  function hasInvestigations({ name }: InvestigationType, closedToo: boolean): boolean {
    for (const investigation of account.investigations.all()) {
      if (investigation.type === name && (closedToo || !isClosed(investigation))) return true;
    }
    return false;
  }

  /** Alloy speaks of a success message; the type itself comes along. */
  function answer(context: Context<Env>, message: string, type: InvestigationType) {
    return context.json({ message, ...buildType(account, type) });
  }
}

function buildType(account: Account, type: InvestigationType) {
  return {
    investigation_type_id: type.id,
    name: type.name,
    use_case: type.useCase,
    description: type.description,
    journeys_count: countJourneys(account, type),
    created_at: formatDate(type.createdAt),
    updated_at: formatDate(type.updatedAt),
    archived_at: formatDate(type.archivedAt),
  };
}

/** Ongoing journeys whose alerts open investigations of that type. */
function countJourneys(account: Account, { name }: InvestigationType): number {
  const journeys = account.ongoingJourneys.filter(({ investigationType }) => investigationType === name);
  return new Set(journeys.map(({ journeyToken }) => journeyToken)).size;
}
