/** The page that asks a person, as a browser would use it. */
import { type HttpReply, sendHttp } from './send-http.ts';

export interface OpenedPage extends HttpReply {
  readonly cookie: string;
  /** Of the form. */
  readonly token: string;
}

export async function openPage(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpenedPage> {
  const reply = await sendHttp(url, { headers });
  const [cookie = ''] = (reply.headers['set-cookie']?.[0] ?? '').split(';');
  const [, token = ''] = /name="token" value="([\w-]+)"/.exec(reply.body) ?? [];
  return { ...reply, cookie, token };
}

export const postAnswer = (
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
): Promise<HttpReply> =>
  sendHttp(url, {
    method: 'POST',
    headers: {
      origin: new URL(url).origin,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(form).toString(),
  });

export async function answerPage(url: string, answer: 'yes' | 'no'): Promise<HttpReply> {
  const { cookie, token } = await openPage(url);
  return postAnswer(url, { token, answer }, { cookie });
}
