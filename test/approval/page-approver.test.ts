/** The page that asks a person, in front of real HTTP. */
import { describe, expect, it } from 'vitest';
import { createPageApprover, type PageApproverOptions } from '../../src/approval/page-approver.ts';
import type { Approver } from '../../src/calls/call-context.ts';
import { answerPage, openPage, postAnswer } from '../helpers/clients/approval-page.ts';
import { sendHttp } from '../helpers/clients/send-http.ts';

const text = 'Delete investigation type in Alloy\'s sandbox?\n- id: "<script>alert(1)</script>&\'"';

interface Asking {
  readonly approver: Approver;
  readonly told: readonly string[];
  /** Opens a question and resolves with its address; the call goes on. */
  ask(
    id?: string,
    more?: Partial<Parameters<Approver['ask']>[0]>,
  ): Promise<{
    readonly url: string;
    readonly outcome: ReturnType<Approver['ask']>;
  }>;
  readonly opened: readonly string[];
}

function createAsking(options: Partial<PageApproverOptions> = {}): Asking {
  const opened: string[] = [];
  const told: string[] = [];
  let onOpen: (url: string) => void = () => undefined;
  const approver = createPageApprover({
    openBrowser: async (url) => {
      opened.push(url);
      onOpen(url);
      return true;
    },
    tell: (message) => told.push(message),
    ...options,
  });
  return {
    approver,
    told,
    opened,
    ask: async (id = 'a call', more = {}) => {
      const open = new Promise<string>((resolve) => {
        onOpen = resolve;
      });
      const outcome = approver.ask({ id, text, ...more });
      return { url: await open, outcome };
    },
  };
}

describe('a question', () => {
  it.each(['yes', 'no'] as const)('that is answered by %s holds once', async (said) => {
    const { ask, approver, opened } = createAsking();
    const { url, outcome } = await ask();
    expect((await answerPage(url, said)).status).toBe(200);
    expect(await outcome).toBe(said);
    expect((await openPage(url)).status).toBe(404);
    const again = approver.ask({ id: 'a call', text });
    await expect.poll(() => opened.length).toBe(2);
    expect(opened[1]).not.toBe(url);
    await answerPage(opened[1] ?? '', 'no');
    expect(await again).toBe('no');
  });

  it.each(['yes', 'no'] as const)(
    'stays open when its call gave up, and its %s is taken once',
    async (said) => {
      const { ask, approver, opened } = createAsking({ patienceMs: 1 });
      const { url, outcome } = await ask();
      expect(await outcome).toBe('waiting');
      expect(await approver.ask({ id: 'a call', text })).toBe('waiting');
      await answerPage(url, said);
      expect(await approver.ask({ id: 'another call', text })).toBe('waiting');
      expect(await approver.ask({ id: 'a call', text })).toBe(said);
      expect(opened).toHaveLength(2);
      expect(await approver.ask({ id: 'a call', text })).toBe('waiting');
      expect(opened).toHaveLength(3);
    },
  );

  it('stays open when its call is cancelled', async () => {
    const { ask, approver } = createAsking();
    const controller = new AbortController();
    const { url, outcome } = await ask('a call', { signal: controller.signal });
    controller.abort();
    expect(await outcome).toBe('waiting');
    await answerPage(url, 'yes');
    expect(await approver.ask({ id: 'a call', text })).toBe('yes');
  });

  it('ends with its time, which a call with progress waits for', async () => {
    const { ask } = createAsking({ patienceMs: 1, lifeMs: 100, progressMs: 10 });
    const reports: number[] = [];
    const { url, outcome } = await ask('a call', { report: (progress) => reports.push(progress) });
    expect(await outcome).toBe('unanswered');
    expect(reports.length).toBeGreaterThan(0);
    expect((await openPage(url)).status).toBe(404);
  });

  it('that two equal calls wait for carries out one of them, and refuses both', async () => {
    const { ask, approver, opened } = createAsking();
    const first = await ask();
    const second = approver.ask({ id: 'a call', text });
    await answerPage(first.url, 'yes');
    expect(await first.outcome).toBe('yes');
    await expect.poll(() => opened.length).toBe(2);
    const third = approver.ask({ id: 'a call', text });
    await answerPage(opened[1] ?? '', 'no');
    expect(await Promise.all([second, third])).toEqual(['no', 'no']);
  });

  it('is none of more than ten', async () => {
    const { approver, opened } = createAsking({ patienceMs: 1 });
    const asked = Array.from({ length: 12 }, (_, index) => approver.ask({ id: `call ${index}`, text }));
    expect((await Promise.all(asked)).filter((outcome) => outcome === 'too_many')).toHaveLength(2);
    expect(opened).toHaveLength(10);
  });

  it('is told on stderr when no browser opens', async () => {
    const { approver, told } = createAsking({ openBrowser: async () => false, patienceMs: 1 });
    await approver.ask({ id: 'a call', text });
    expect(told).toEqual([
      expect.stringMatching(/open http:\/\/127\.0\.0\.1:\d+\/[\w-]{43} on this machine$/),
    ]);
  });
});

describe('the page', () => {
  it('shows the question as text, is kept nowhere, loads nothing and is framed by nobody', async () => {
    const { ask } = createAsking();
    const { url, outcome } = await ask();
    const { status, headers, body, cookie } = await openPage(url);
    expect(status).toBe(200);
    expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;');
    expect(body).not.toMatch(/<script|javascript:|https?:|src=|href=/i);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(
        /^default-src 'none'; style-src 'sha256-[\w+/=]+'; form-action 'self'; frame-ancestors 'none'/,
      ),
      'set-cookie': [expect.stringMatching(/; HttpOnly; SameSite=Strict$/)],
    });
    // A window that is loaded again is the same window.
    expect((await openPage(url, { cookie })).status).toBe(200);
    await answerPageAgain(url, cookie);
    expect(await outcome).toBe('no');
  });

  async function answerPageAgain(url: string, cookie: string): Promise<void> {
    const { token } = await openPage(url, { cookie });
    await postAnswer(url, { token, answer: 'no' }, { cookie });
  }

  it('takes no answer but that of its form, from its window, once', async () => {
    const { ask } = createAsking();
    const { url, outcome } = await ask();
    const { origin, host } = new URL(url);
    const { token, cookie } = await openPage(url);
    const yes = { token, answer: 'yes' };
    const refused = [
      await postAnswer(url, { ...yes, token: 'x'.repeat(43) }, { cookie }),
      await postAnswer(url, { answer: 'yes' }, { cookie }),
      await postAnswer(url, { token, answer: 'maybe' }, { cookie }),
      await postAnswer(url, { ...yes, more: 'x'.repeat(2000) }, { cookie }),
      await postAnswer(url, yes, { cookie, origin: 'https://evil.example' }),
      await postAnswer(url, yes, { cookie, origin: 'null' }),
      await postAnswer(url, yes, { cookie, host: 'evil.example' }),
      await postAnswer(`${origin}/${'x'.repeat(43)}`, yes, { cookie }),
      await postAnswer(`${origin}/`, yes, { cookie }),
      await sendHttp(url, { headers: { cookie, host: 'evil.example' } }),
      await sendHttp(url, { method: 'PUT', headers: { cookie, origin } }),
    ];
    expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 404));
    for (const { body } of refused) expect(body).not.toContain(token);
    expect((await postAnswer(url, yes, { cookie, host })).status).toBe(200);
    expect((await postAnswer(url, { token, answer: 'no' }, { cookie })).status).toBe(404);
    expect(await outcome).toBe('yes');
  });

  it.each(['GET', 'POST'])('that is opened a second time elsewhere (%s) is withdrawn', async (method) => {
    const { ask, told } = createAsking();
    const { url, outcome } = await ask();
    const { token, cookie } = await openPage(url);
    const elsewhere =
      method === 'GET' ? await openPage(url) : await postAnswer(url, { token, answer: 'yes' }, {});
    expect(elsewhere.status).toBe(403);
    expect(elsewhere.body).not.toContain(token);
    expect((await postAnswer(url, { token, answer: 'yes' }, { cookie })).status).toBe(404);
    expect(await outcome).toBe('unanswered');
    expect(told).toEqual([expect.stringMatching(/opened twice/)]);
  });
});
