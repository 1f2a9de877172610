/** Alloy's errors as the embedded Alloy answers them. Source: https://developer.alloy.com/public/docs/_errors */

export interface AlloyErrorOptions {
  readonly details?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error in the common envelope; thrown by a handler, answered by the app. */
export class AlloyError extends Error {
  override readonly name = 'AlloyError';
  readonly status: number;
  readonly minorCode: number;
  readonly type: string;
  readonly details: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    minorCode: number,
    type: string,
    message: string,
    options: AlloyErrorOptions = {},
  ) {
    super(message);
    this.status = status;
    this.minorCode = minorCode;
    this.type = type;
    this.details = options.details ?? null;
    this.headers = options.headers ?? {};
  }

  /** The body of the answer. `errorToken` identifies the occurrence, as Alloy's support asks for it. */
  toBody(errorToken: string, timestamp: number): Record<string, unknown> {
    return {
      status_code: this.status,
      error: {
        minor_code: this.minorCode,
        type: this.type,
        message: this.message,
        details: this.details,
        error_token: errorToken,
      },
      timestamp,
      evaluation_token: null,
      entity_token: null,
      application_token: null,
      application_version_id: null,
    };
  }
}

/** A rule that a member of the body or of the query breaks. */
export interface BodyFault {
  readonly path: string;
  readonly message: string;
  /** Joi's rule name, e.g. `any.required`, `string.base`, `any.only`. */
  readonly type: string;
}

/** `what` completes the sentence that begins with the member's name. */
export function buildFault(path: string, type: string, what: string): BodyFault {
  return { path, type, message: `"${path}" ${what}` };
}

/** What is wrong with a value that is none of these. */
export function formatChoices(choices: readonly unknown[]): string {
  return `must be one of [${choices.map(String).join(', ')}]`;
}

/** 400 / 4002, with one detail in Joi's form per fault. */
export function bodyError(faults: readonly BodyFault[]): AlloyError {
  return new AlloyError(400, 4002, 'Request Body Validation Failure', 'The request body has invalid fields', {
    details: faults.map(buildDetail),
  });
}

/** The same for a single member. */
export function fieldError(path: string, type: string, what: string): AlloyError {
  return bodyError([buildFault(path, type, what)]);
}

export function requiredError(path: string): AlloyError {
  return fieldError(path, 'any.required', 'is required');
}

/** The same for the query; Alloy's code for it is not public, so it shares that of the body. */
export function queryError(faults: readonly BodyFault[]): AlloyError {
  return new AlloyError(400, 4002, 'Request Query Validation Failure', 'The query has invalid fields', {
    details: faults.map(buildDetail),
  });
}

function buildDetail({ path, message, type }: BodyFault) {
  return { message, path, type, context: { key: path.split('.').at(-1) ?? path } };
}

/** 400 / 4001: a header is missing or has a value that is not understood. */
export function headerError(message: string): AlloyError {
  return new AlloyError(400, 4001, 'Header Validation Failure', message);
}

/** 400 / 4013: what Alloy answers for an object that is unknown or belongs to someone else. */
export function notAuthorized(object: string): AlloyError {
  return new AlloyError(
    400,
    4013,
    'Authorization Error',
    'You are not authorized to operate on the specified object or it does not exist',
    { details: { object } },
  );
}

/** The same, with details that echo the value that was sent under its name, as Alloy's examples do. */
export function unknownObject(name: string, value: string): AlloyError {
  const { status, minorCode, type, message } = notAuthorized(name);
  return new AlloyError(status, minorCode, type, message, { details: { [name]: value } });
}

export function unknownEntity(tokenOrExternalId: string): AlloyError {
  return unknownObject('entity_token_or_external_id', tokenOrExternalId);
}

/** 400 / 4000: a request that is well formed but makes no sense for the object it is about. */
export function badRequest(message: string, details?: unknown): AlloyError {
  return new AlloyError(400, 4000, 'Bad Request', message, { details });
}

/** 404 / 4041 */
export function notFound(message: string, details?: unknown): AlloyError {
  return new AlloyError(404, 4041, 'Not Found', message, { details });
}

/** 409 / 4091 */
export function conflict(message: string, details?: unknown): AlloyError {
  return new AlloyError(409, 4091, 'Conflict', message, { details });
}

/** 401 / 4011: the token and secret are not accepted. */
export function unauthorized(message: string): AlloyError {
  return new AlloyError(401, 4011, 'Unauthorized', message);
}

/** 401 / 4012: the bearer token has expired; Alloy echoes it in the details. */
export function bearerExpired(bearerToken: string): AlloyError {
  return new AlloyError(401, 4012, 'API Authentication Failure', 'The bearer token has expired', {
    details: { bearer_token: bearerToken },
  });
}
