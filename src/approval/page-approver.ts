/**
 * Asks a person past the client, on a page of this machine: for clients that cannot ask. The address is known to the
 * browser that is opened and to nobody who speaks MCP; whoever opens it first gets the form, and once only is it
 * answered. A question stays open while its call has ended; the same call again finds it, or its answer.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Approver, questionLifeMs } from '../calls/call-context.ts';
import { buildNoticePage, buildQuestionPage, pageHeaders } from './page.ts';

export interface PageApproverOptions {
  /** Resolves with false when no browser could be opened. */
  readonly openBrowser: (url: string) => Promise<boolean>;
  /** Tells whoever runs the program, never the client. */
  readonly tell: (message: string) => void;
  /** How long a call waits that tells its client of no progress: clients give up after a minute. */
  readonly patienceMs?: number;
  readonly lifeMs?: number;
  readonly progressMs?: number;
}

type Outcome = Awaited<ReturnType<Approver['ask']>>;

interface Question {
  readonly id: string;
  readonly text: string;
  /** Of its address, of the form, and of the browser that opened it first. */
  readonly secret: string;
  readonly token: string;
  readonly cookie: string;
  isOpened: boolean;
  answer?: 'yes' | 'no';
  readonly endsAt: number;
  timer?: NodeJS.Timeout;
  /** Calls that wait for the answer, in their order. */
  readonly waiting: Set<(outcome: Outcome | 'taken') => void>;
}

/** More tabs than this are no questions any more. */
const mostOpen = 10;
const maxBodyBytes = 1000;
const cookieName = 'alloy_mcp_question';

export function createPageApprover(options: PageApproverOptions): Approver {
  const { openBrowser, tell, patienceMs = 45_000, lifeMs = questionLifeMs, progressMs = 10_000 } = options;
  /** By the call they are about, and by their address. */
  const questions = new Map<string, Question>();
  const pages = new Map<string, Question>();
  let origin: Promise<string> | undefined;

  function remove(question: Question): void {
    clearTimeout(question.timer);
    pages.delete(question.secret);
    if (questions.get(question.id) === question) questions.delete(question.id);
  }

  /** Ends without an answer. */
  function withdraw(question: Question): void {
    remove(question);
    for (const settle of question.waiting) settle('unanswered');
  }

  function answer(question: Question, said: 'yes' | 'no'): void {
    pages.delete(question.secret);
    question.answer = said;
    const [first, ...others] = question.waiting;
    if (first === undefined) return;
    remove(question);
    first(said);
    // A yes is for one call, a no for all that are the same.
    for (const settle of others) settle(said === 'no' ? 'no' : 'taken');
  }

  async function open(id: string, text: string): Promise<Question> {
    const [secret, token, cookie] = [createSecret(), createSecret(), createSecret()];
    const endsAt = Date.now() + lifeMs;
    const question: Question = {
      ...{ id, text, secret, token, cookie, endsAt },
      isOpened: false,
      waiting: new Set(),
    };
    questions.set(id, question);
    pages.set(secret, question);
    question.timer = setTimeout(() => withdraw(question), lifeMs).unref();
    origin ??= listen(handle);
    const url = `${await origin}/${secret}`;
    void openBrowser(url).then((isOpen) => {
      if (!isOpen)
        tell(`a call waits for a person; no browser could be opened, so open ${url} on this machine`);
    });
    return question;
  }

  function wait(
    question: Question,
    { signal, report }: Pick<Parameters<Approver['ask']>[0], 'signal' | 'report'>,
  ): Promise<Outcome | 'taken'> {
    if (question.answer !== undefined) {
      remove(question);
      return Promise.resolve(question.answer);
    }
    return new Promise((resolve) => {
      const begun = Date.now();
      const settle = (outcome: Outcome | 'taken') => {
        clearTimeout(timer);
        clearInterval(ticker);
        signal?.removeEventListener('abort', leave);
        question.waiting.delete(settle);
        resolve(outcome);
      };
      const leave = () => settle('waiting');
      // With progress a call may wait as long as the question is open.
      const timer = report === undefined ? setTimeout(leave, patienceMs) : undefined;
      const ticker =
        report &&
        setInterval(
          () =>
            report(
              Date.now() - begun,
              lifeMs,
              'a person is asked on a page of the machine that the server runs on',
            ),
          progressMs,
        );
      signal?.addEventListener('abort', leave, { once: true });
      question.waiting.add(settle);
      if (signal?.aborted === true) leave();
    });
  }

  async function handle(request: IncomingMessage, host: string): Promise<Page> {
    if (request.headers.host !== host) return notFound;
    const question = pages.get(request.url?.slice(1) ?? '');
    if (question === undefined) return notFound;
    const isSame = readCookie(request) === question.cookie;
    if (!isSame && question.isOpened) {
      withdraw(question);
      tell('a question was opened twice, so it was withdrawn: somebody else may have seen its address');
      return seenElsewhere;
    }
    if (request.method === 'GET') {
      question.isOpened = true;
      return {
        status: 200,
        html: buildQuestionPage(question.text, question.token),
        cookie: buildCookie(question),
      };
    }
    if (request.method !== 'POST' || !isSame) return notFound;
    if (request.headers.origin !== `http://${host}`) return notFound;
    const form = new URLSearchParams(await readBody(request));
    const said = form.get('answer');
    // It may have ended while the form came in.
    if (pages.get(question.secret) !== question || !isEqual(form.get('token') ?? '', question.token))
      return notFound;
    if (said !== 'yes' && said !== 'no') return notFound;
    answer(question, said);
    return said === 'yes' ? agreed : declined;
  }

  const approver: Approver = {
    async ask(asked) {
      const known = questions.get(asked.id);
      if (known === undefined && questions.size >= mostOpen) return 'too_many';
      const question = known ?? (await open(asked.id, asked.text));
      const outcome = await wait(question, asked);
      return outcome === 'taken' ? approver.ask(asked) : outcome;
    },
  };
  return approver;
}

interface Page {
  readonly status: number;
  readonly html: string;
  readonly cookie?: string;
}

const buildNotice = (status: number, title: string, text: string): Page => ({
  status,
  html: buildNoticePage(title, text),
});

const notFound = buildNotice(
  404,
  'No question',
  'There is no question here: it was answered, or its time is over.',
);
const seenElsewhere = buildNotice(
  403,
  'Opened before',
  'This question was opened in another window or browser before, so it is withdrawn and nothing is carried out. If that was not you, some program on this machine saw its address.',
);
const agreed = buildNotice(200, 'You said yes', 'The call is carried out once. You can close this page.');
const declined = buildNotice(200, 'You said no', 'The call is refused. You can close this page.');

/** Resolves with the origin it is reached by. Ends with the process, which it does not keep alive. */
function listen(handle: (request: IncomingMessage, host: string) => Promise<Page>): Promise<string> {
  return new Promise((resolve, reject) => {
    let host = '';
    const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
      handle(request, host).then(
        (page) => send(response, page),
        () => send(response, notFound),
      );
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
      resolve(`http://${host}`);
    });
    server.unref();
  });
}

function send(response: ServerResponse, { status, html, cookie }: Page): void {
  response
    .writeHead(status, { ...pageHeaders, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) })
    .end(html);
}

const createSecret = () => randomBytes(32).toString('base64url');

const buildCookie = ({ cookie, secret }: Question) =>
  `${cookieName}=${cookie}; Path=/${secret}; HttpOnly; SameSite=Strict`;

function readCookie({ headers }: IncomingMessage): string | undefined {
  return new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
}

async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > maxBodyBytes) throw new Error('More than the form sends');
  }
  return text;
}

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
