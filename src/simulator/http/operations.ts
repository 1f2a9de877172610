/**
 * Every operation that Alloy documents, below /v1, and which of them a call is for. The embedded Alloy has them all.
 * Source: https://developer.alloy.com/public/reference
 */
const table = `
GET  /parameters
POST /evaluations
GET PATCH /evaluations/:evaluation_token
PATCH /evaluations/:evaluation_token/auditaccess
GET  /batches/:batch_token
POST /portfolio-evaluations
POST /portfolio-evaluations/:portfolio_evaluation_token/rerun
POST /oauth/bearer
POST /oauth/validate

POST /entities/merge
POST /entities/persons
GET PATCH /entities/persons/:entity_token
POST /entities/businesses
GET PATCH /entities/businesses/:entity_token
GET  /entities/:entity_token
GET  /entities/:entity_token/evaluations/:evaluation_token
POST /entities/:entity_token/notes
GET POST /entities/:entity_token/documents
GET PUT PATCH /entities/:entity_token/documents/:document_token
POST /entities/:entity_token/documents/:document_token/notes
GET POST /entities/:entity_token/reviews
GET  /entities/:entity_token/reviews/:review_token
POST /entities/:entity_token/reviews/:review_token/notes
GET POST /entity-feedback
GET  /entity-groups/:entity_token_or_external_id
GET  /groups/:entity_token
POST /groups/:group_token/evaluations
POST /groups/:group_token/notes
POST /groups/:group_token/reviews
POST /groups/:group_token/reviews/:review_token/notes

POST /events/
GET  /events/schema
GET  /events/:event_request_token
POST /accounts
PATCH /accounts/:bank_account_token
GET  /bank-accounts/:account_identifier_or_token
GET PATCH /transactions/:transaction_id

GET  /cases
POST /cases/multi/works
GET  /cases/:case_token
GET POST /cases/:case_token/evidences
GET POST /cases/:case_token/works
GET  /cases/:case_token/evidences/:evaluation_token/alerts
GET  /cases/:case_token/evidences/:evaluation_token/alert

GET POST /custom-lists
GET PATCH /custom-lists/:custom_list_token
POST /custom-lists/:custom_list_token/versions
GET  /custom-lists/:custom_list_token/versions/:version
POST /custom-lists/:custom_list_token/activate/:major_version
GET POST /lists
GET POST PUT /lists/:list_token
PUT  /lists/:list_token/meta
GET POST /published-attributes
GET PATCH /published-attributes/:published_attribute_token
GET POST /published-attributes/:published_attribute_token/values

GET POST /investigations
PUT  /investigations/archive
PUT  /investigations/unarchive
PUT  /investigations/assign
PUT  /investigations/unassign
GET  /investigations/filters
GET  /investigations/assignable-agents
GET  /investigations/use-cases
GET POST /investigations/types
PATCH /investigations/types/archive
PATCH /investigations/types/unarchive
DELETE /investigations/types/delete/:investigation_type
GET  /investigations/:investigation_token
PATCH /investigations/:investigation_token/evidences
POST /investigations/:investigation_token/notes
PUT  /investigations/:investigation_token/promote
PUT  /investigations/:investigation_token/review
GET  /investigations/:investigation_token/alerts/:journey_application_token
PUT  /investigations/:investigation_token/alerts/:journey_application_token/assign
PUT  /investigations/:investigation_token/alerts/:journey_application_token/unassign
PUT  /investigations/:investigation_token/alerts/:journey_application_token/review
POST /investigations/:investigation_token/alerts/:journey_application_token/review/:manual_review_token/review

GET  /journeys/entities/:external_entity_id/applications
GET PUT /journeys/applications/ext/:external_application_id/latest
POST /journeys/applications/ext/:external_application_id/latest/rerun
GET  /journeys/:journey_token/schema
GET  /journeys/:journey_token/parameters
POST /journeys/:journey_token/batches
GET  /journeys/:journey_token/batches/:journey_batch_token
GET  /journeys/:journey_token/batches/:journey_batch_token/applications
POST /journeys/:journey_token/applications
GET PUT /journeys/:journey_token/applications/:journey_application_token
PATCH /journeys/:journey_token/applications/:journey_application_token/auditaccess
POST /journeys/:journey_token/applications/:journey_application_token/rerun
POST /journeys/:journey_token/applications/:journey_application_token/review
GET  /journeys/:journey_token/applications/:journey_application_token/review/:manual_review_token
POST /journeys/:journey_token/applications/:journey_application_token/cases/:case_token/review
PUT  /journeys/:journey_token/applications/:journey_application_token/nodes/:node_id
GET POST /journeys/:journey_token/applications/:journey_application_token/notes
`;

export interface Operation {
  readonly method: string;
  readonly path: string;
}

export const operations: readonly Operation[] = table
  .split('\n')
  .filter((line) => line !== '')
  .flatMap((line) => {
    const words = line.split(/ +/);
    const path = words.at(-1) ?? '';
    return words.slice(0, -1).map((method) => ({ method, path }));
  });

interface IndexedOperation {
  readonly operation: Operation;
  readonly segments: readonly string[];
}

const index = new Map<string, IndexedOperation[]>();
for (const operation of operations) {
  const segments = splitPath(operation.path);
  const key = `${operation.method} ${segments.length}`;
  index.set(key, [...(index.get(key) ?? []), { operation, segments }]);
}

/** `path` is below /v1; a slash at its end counts for nothing. */
export function findOperation(method: string, path: string): Operation | undefined {
  const segments = splitPath(path);
  let best: IndexedOperation | undefined;
  for (const candidate of index.get(`${method} ${segments.length}`) ?? []) {
    const matches = candidate.segments.every(
      (segment, at) => isParameter(segment) || segment === segments[at],
    );
    if (matches && (best === undefined || isMoreLiteral(candidate.segments, best.segments))) best = candidate;
  }
  return best?.operation;
}

export function splitPath(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** In the form of the operations' table: `:entity_token`. */
export function isParameter(segment: string | undefined): boolean {
  return segment?.startsWith(':') === true;
}

/** /investigations/types is an operation of its own, not an investigation called types. */
function isMoreLiteral(left: readonly string[], right: readonly string[]): boolean {
  const at = left.findIndex((segment, position) => isParameter(segment) !== isParameter(right[position]));
  return at >= 0 && !isParameter(left[at]);
}
