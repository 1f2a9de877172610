/** HTTP statuses and minor codes that Alloy answers with, and what to do. Source: https://developer.alloy.com/public/docs/_errors */

export interface ErrorCode {
  readonly status: string;
  /** Finer than the status; Alloy publishes only some. */
  readonly minorCode?: number;
  readonly meaning: string;
  readonly next: string;
}

export const errorCodes: readonly ErrorCode[] = [
  {
    status: '400',
    minorCode: 4000,
    meaning: 'request refused by a rule of its own',
    next: 'read the message',
  },
  { status: '400', minorCode: 4001, meaning: 'a header is missing or wrong', next: 'correct the header' },
  {
    status: '400',
    minorCode: 4002,
    meaning: 'a field of the body is missing or wrong',
    next: 'correct what details names',
  },
  {
    status: '400',
    minorCode: 4013,
    meaning: 'the object does not exist, or not for these credentials',
    next: 'check token, account and environment',
  },
  {
    status: '401',
    minorCode: 4011,
    meaning: 'token and secret are refused',
    next: 'the operator corrects the credentials',
  },
  {
    status: '401',
    minorCode: 4012,
    meaning: 'the bearer token has expired',
    next: 'nothing: the server renews it',
  },
  { status: '403', meaning: 'the credentials may not do this', next: 'ask for the permission' },
  {
    status: '403',
    minorCode: 4033,
    meaning: 'no further list of this kind is allowed',
    next: 'use one that is there',
  },
  { status: '404', minorCode: 4041, meaning: 'not found', next: 'check the tokens of the path' },
  { status: '404', minorCode: 4042, meaning: 'no such list', next: 'check the list token' },
  {
    status: '409',
    minorCode: 4091,
    meaning: 'the id or name is taken, or the state does not allow this',
    next: 'read the record first',
  },
  {
    status: '429',
    minorCode: 4033,
    meaning: 'too many calls',
    next: 'wait for retry_after_seconds',
  },
  { status: '500', minorCode: 5000, meaning: 'Alloy failed', next: 'try again later' },
  { status: '503', minorCode: 5031, meaning: 'maintenance or no database', next: 'try again later' },
];
