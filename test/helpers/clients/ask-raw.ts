/** Bytes over a socket, for requests that HTTP clients would mend before they send them. */
import { connect } from 'node:net';

/** What came back until the server ended the connection, or `until` matched. */
export function askRaw(url: string, request: string, until?: RegExp): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname.replace(/^\[|\]$/g, ''));
  return new Promise((resolve, reject) => {
    let text = '';
    const finish = () => {
      resolve(text);
      socket.destroy();
    };
    socket.setEncoding('utf8');
    socket.on('data', (data: string) => {
      text += data;
      if (until?.test(text) === true) finish();
    });
    socket.on('error', reject);
    socket.on('end', finish);
    socket.write(request);
  });
}
